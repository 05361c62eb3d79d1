// What the service said when it let somebody not in, in a form.
import type { ApiError } from "~/api/error";

export function Problem({ error }: { error: ApiError }) {
  return (
    <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad">
      {error.sentence}
    </p>
  );
}
