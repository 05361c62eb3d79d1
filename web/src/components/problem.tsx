// What the service said when it refused a form as a whole.
import { ApiError } from "~/api/error";

/** With the id under which the log has it, where it is no fault of the form. Nothing where it names a field that says so itself: `told` are the fields of the form. */
export function Problem({ error, told }: { error: unknown; told?: readonly string[] }) {
  if (!error) return null;
  const { field, part, sentence, requestId, status } = ApiError.of(error);
  if (part && told?.includes(part)) return null;
  return (
    <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad">
      {field ? `${field}: ${sentence}` : sentence}
      {requestId && status >= 500 && <span className="mt-0.5 block text-2xs">request {requestId}</span>}
    </p>
  );
}
