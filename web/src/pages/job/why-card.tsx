// Why a job is not running, or who runs it: the first thing that one wants to know of a job that does not move.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import type { Schemas } from "~/api/client";
import { Card } from "~/components/card";
import { Loaded } from "~/components/page";
import { Skeleton } from "~/components/nothing-here";
import * as format from "~/format";
import * as jobs from "~/services/jobs";

type Code = Schemas["Reason"]["code"];

/** Where what stands in the way is mended. */
const WAYS: Partial<Record<Code, { to: "/queues" | "/workers"; word: string }>> = {
  queue_paused: { to: "/queues", word: "To the queues" },
  no_worker: { to: "/workers", word: "To the workers" },
  queue_not_served: { to: "/workers", word: "To the workers" },
  type_unknown: { to: "/workers", word: "To the workers" },
};

const MOMENT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

export function WhyCard({ job }: { job: jobs.Job }) {
  const query = useQuery(jobs.why(job.id));
  return (
    <Card title={job.status === "running" ? "Who runs it" : "Why it is not running"}>
      <Loaded query={query} what="The reason could not be read" skeleton={<Skeleton className="w-2/3" />}>
        {({ reasons, facts }) => (
          <div className="space-y-2">
            {reasons.map((reason, index) => (
              <p key={reason.code} className={index === 0 ? "font-medium break-words" : "break-words text-muted"}>
                <Sentence text={reason.sentence} /> <Way code={reason.code} />
              </p>
            ))}
            <Known facts={facts} />
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function Way({ code }: { code: Code }) {
  const way = WAYS[code];
  return way ? (
    <Link to={way.to} className="font-normal whitespace-nowrap text-accent underline underline-offset-2">
      {way.word}
    </Link>
  ) : null;
}

/** What the service said, its moments by the reader's clock. */
function Sentence({ text }: { text: string }) {
  return text.split(MOMENT).map((part, index) => (
    <Fragment key={index}>
      {index % 2 ? (
        <time dateTime={part} title={part}>
          {format.moment(part)}
        </time>
      ) : (
        part
      )}
    </Fragment>
  ));
}

function Known({ facts }: { facts: Schemas["Facts"] }) {
  const { ahead, urgent_ahead: urgent, workers_able: able, estimated_seconds: estimate } = facts;
  const known = [
    able !== undefined && `${format.counted(able, "worker")} could run it`,
    ahead !== undefined && `${format.count(ahead + (urgent ?? 0))} before it`,
    estimate !== undefined && `starts in about ${format.duration(estimate * 1000)}`,
  ].filter((word) => word !== false);
  return known.length > 0 && <p className="figures text-xs text-muted">{known.join(" · ")}</p>;
}
