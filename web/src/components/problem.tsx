// What the service said when it refused a form as a whole.
import { ApiError } from "~/api/error";

/** Nothing where it names a field that says so itself: `told` are the fields of the form. */
export function Problem({ error, told }: { error: unknown; told?: readonly string[] }) {
  if (!error) return null;
  const { field, sentence, requestId } = ApiError.of(error);
  if (field && told?.includes(field)) return null;
  return (
    <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad">
      {field ? `${field}: ${sentence}` : sentence}
      {requestId && <span className="mt-0.5 block text-2xs">request {requestId}</span>}
    </p>
  );
}
