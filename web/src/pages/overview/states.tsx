// How many jobs are in each state; each count leads to those jobs.
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Skeleton } from "~/components/nothing-here";
import { Count } from "~/components/time";
import type { Stats } from "~/services/stats";
import { LOOK, STATES } from "~/states";
import { classes } from "~/lib/classes";

export function States({ query }: { query: UseQueryResult<Stats> }) {
  const found = query.data;
  if (!found && query.isError) return null;
  return (
    <section aria-label="Jobs by state" aria-busy={!found || undefined}>
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-4 lg:grid-cols-7">
        {STATES.map((state) => {
          const { icon: Icon, label, badge, meaning } = LOOK[state];
          return (
            <li key={state} className="last:max-sm:col-span-2">
              <Link
                to="/jobs"
                search={{ status: state }}
                title={meaning}
                className={classes("block rounded-card border px-3 py-2.5 hover:opacity-85", found?.[state] ? badge : "bg-sunken text-muted")}
              >
                <span className="flex items-center gap-1.5 text-xs">
                  <Icon aria-hidden className="size-3.5" />
                  {label}
                </span>
                <span className="mt-1 block h-7 text-xl leading-7 font-semibold">
                  {found ? <Count value={found[state]} /> : <Skeleton className="h-6 w-10" />}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
