// A request as a line for a terminal, quoted so that a POSIX shell hands on every byte as it is.
import type { Schemas } from "~/api/client";

/** Single quotes keep everything but themselves: each of those ends the word, stands alone, and begins it again. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * What makes this job by `curl`. A key is never part of it: where one is needed, the shell's `$KEY` is sent.
 *
 * `url` is the address of `POST /api/v1/jobs`.
 */
export function enqueueing(url: string, job: Schemas["NewJob"], withKey: boolean): string {
  const parts = [`curl ${quoted(url)}`, `-H ${quoted("Content-Type: application/json")}`];
  if (withKey) parts.push('-H "X-API-Key: $KEY"');
  return [...parts, `--data-raw ${quoted(JSON.stringify(job))}`].join(" \\\n  ");
}
