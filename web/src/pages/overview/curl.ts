// The line that makes a job from a terminal.
import { address } from "~/api/address";

interface Line {
  /** Of the job: letters, digits and `_.-` alone, so that nothing of it means something to a shell. */
  type: string;
  withKey: boolean;
}

export function curl({ type, withKey }: Line): string {
  const job = { type, payload: type === "sleep" ? { seconds: 2 } : {} };
  return [
    `curl -s ${address("/enqueue")}`,
    ...(withKey ? [`-H "X-API-Key: $KEY"`] : []),
    `-H 'Content-Type: application/json'`,
    `-d '${JSON.stringify(job)}'`,
  ].join(" \\\n  ");
}
