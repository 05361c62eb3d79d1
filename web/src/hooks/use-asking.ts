// What a form waits for: that its question is under way, and what was said when it was refused.
import { useState } from "react";
import { ApiError } from "~/api/error";

export function useAsking() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);

  /** Does it; what it raises becomes the problem. */
  const ask = async (act: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      await act();
    } catch (error) {
      setProblem(ApiError.of(error));
    } finally {
      setBusy(false);
    }
  };

  /** What is wrong with a field, by the service's name of it. */
  const wrong = (field: string): string | null => (problem?.part === field ? problem.sentence : null);

  return { busy, problem, ask, wrong };
}

export type Asking = ReturnType<typeof useAsking>;
