// Sends many jobs, batch after batch: each is made wholly or not at all, and what is made stays made when it stops.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ApiError } from "~/api/error";
import { random } from "~/lib/random";
import { batch, type Entry } from "~/pages/enqueue/entries";
import * as enqueue from "~/services/enqueue";
import * as jobs from "~/services/jobs";

export interface Sending {
  made: number;
  total: number;
  state: "under way" | "stopped" | "refused" | "done";
  problem: ApiError | null;
}

const TRIES = 5; // of one batch, while the service is away or asks for patience

/** What is being sent, null before anything was; what begins, and what stops it after the batch under way. */
export function useSending() {
  const client = useQueryClient();
  const [sending, setSending] = useState<Sending | null>(null);
  const stopped = useRef(false);
  useEffect(() => () => void (stopped.current = true), []);

  /** Answers how many were made. */
  const send = async (entries: readonly Entry[]): Promise<number> => {
    stopped.current = false;
    const total = entries.length;
    let made = 0;
    const tell = (state: Sending["state"], problem: ApiError | null = null) => setSending({ made, total, state, problem });
    tell("under way");
    try {
      while (made < total && !stopped.current) {
        const next = batch(entries, made, enqueue.MOST_AT_ONCE);
        await patiently(next);
        made += next.length;
        tell("under way");
      }
      tell(made < total ? "stopped" : "done");
    } catch (error) {
      tell("refused", ApiError.of(error));
    }
    void client.invalidateQueries({ queryKey: jobs.KEY });
    return made;
  };

  const stop = () => void (stopped.current = true);
  return { sending, send, stop, forget: () => setSending(null) };
}

/** Under one key, so that a batch whose answer was lost is made once. */
async function patiently(entries: readonly Entry[]): Promise<void> {
  const key = random();
  for (let tries = 1; ; tries += 1) {
    try {
      await enqueue.many(
        entries.map((entry) => entry.job),
        key,
      );
      return;
    } catch (error) {
      const problem = ApiError.of(error);
      if (!problem.mayPass || problem.code === "monthly_limit_reached" || tries === TRIES) throw problem;
      await new Promise((resolve) => setTimeout(resolve, (problem.retryAfter ?? 2 ** tries / 2) * 1000));
    }
  }
}
