// What a button does: ask the service once, say that it worked, and read again what has changed.
import { useMutation, useQueryClient, type QueryKey } from "@tanstack/react-query";
import { toast } from "sonner";
import { ApiError } from "~/api/error";

interface Act<Input, Output> {
  /** Asks the service. */
  act: (input: Input) => Promise<Output>;
  /** What is said when it worked; nothing without it. */
  done?: (output: Output, input: Input) => string;
  /** Keys of the queries that it changes. */
  changes: readonly QueryKey[];
  /** The caller shows the failure itself, as a form or a ConfirmDialog does; else a toast does. */
  quiet?: boolean;
}

/** A mutation; `mutateAsync` for dialogs, which show what went wrong themselves, `mutate` for plain buttons. */
export function useAct<Input = void, Output = unknown>({ act, done, changes, quiet }: Act<Input, Output>) {
  const client = useQueryClient();
  return useMutation<Output, Error, Input>({
    mutationFn: act,
    onSuccess: (output, input) => {
      if (done) toast.success(done(output, input));
    },
    onError: (error) => {
      if (!quiet) showProblem(error);
    },
    onSettled: () => Promise.all(changes.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

/** A failure as a toast, with the id under which the service's log has it. */
export function showProblem(error: unknown): void {
  const { sentence, requestId } = ApiError.of(error);
  toast.error(sentence, { description: requestId ? `request ${requestId}` : undefined, duration: 10_000 });
}
