// The attempts of a job on one scale of time; each row tells its exact figures, and unfolds to what the attempt said.
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Tooltip } from "~/components/tooltip";
import * as format from "~/format";
import { classes } from "~/lib/classes";
import { AttemptDetails } from "~/pages/job/attempt-details";
import { type Drawing, type Kind, type Phase, type Row, ticks } from "~/pages/job/phases";
import type { Attempt } from "~/services/jobs";

type Outcome = NonNullable<Attempt["outcome"]>;

const COLOURS: Record<Kind, string> = {
  scheduled: "bg-later/50",
  waiting: "bg-calm/45",
  running: "bg-busy",
  "backing off": "bg-warn/45",
};

const OUTCOMES: Record<Outcome, { word: string; bar: string; text: string }> = {
  completed: { word: "completed", bar: "bg-good", text: "text-good" },
  failed: { word: "failed", bar: "bg-bad", text: "text-bad" },
  dead: { word: "failed for good", bar: "bg-bad", text: "text-bad" },
  cancelled: { word: "cancelled", bar: "bg-faint", text: "text-muted" },
  released: { word: "given back", bar: "bg-faint", text: "text-muted" },
  crashed: { word: "crashed", bar: "bg-bad", text: "text-bad" },
};

const COLUMNS = "grid grid-cols-[auto_4.5rem_1fr_auto] items-center gap-x-2 phone:grid-cols-[auto_1fr_auto]";

interface TimelineProps {
  drawing: Drawing;
  /** The attempt whose error stands above already, in whole. */
  told: Attempt | undefined;
}

export function Timeline({ drawing, told }: TimelineProps) {
  const [turned, setTurned] = useState<Record<number, boolean>>({});
  const { rows, from, to } = drawing;
  return (
    <div>
      <ol aria-label="Attempts" className="divide-y">
        {rows.map((row, index) => {
          const unfolded = turned[index] ?? (index === rows.length - 1 && tells(row.attempt));
          return (
            <li key={index}>
              <Line row={row} from={from} span={to - from} unfolded={unfolded} onTurn={() => setTurned({ ...turned, [index]: !unfolded })} />
              {unfolded && row.attempt && <AttemptDetails attempt={row.attempt} told={row.attempt === told} />}
            </li>
          );
        })}
      </ol>
      <Scale from={from} span={to - from} />
      <Legend kinds={new Set(rows.flatMap((row) => row.phases.map((phase) => phase.kind)))} />
    </div>
  );
}

interface LineProps {
  row: Row;
  from: number;
  span: number;
  unfolded: boolean;
  onTurn: () => void;
}

function Line({ row, from, span, unfolded, onTurn }: LineProps) {
  const { attempt, phases } = row;
  const outcome = attempt?.outcome ? OUTCOMES[attempt.outcome] : null;
  return (
    <Tooltip text={<Exactly phases={phases} />}>
      <button type="button" aria-expanded={attempt ? unfolded : undefined} onClick={onTurn} className={classes(COLUMNS, "w-full px-4 py-2.5 text-left hover:bg-hover")}>
        <ChevronRight aria-hidden className={classes("size-4 text-faint", unfolded && "rotate-90", !attempt && "invisible")} />
        <span className="figures text-xs font-medium">{attempt ? `Attempt ${attempt.number}` : "Next"}</span>
        <span aria-hidden className="relative h-4 overflow-hidden rounded bg-sunken phone:col-span-3 phone:row-start-2 phone:mt-1.5">
          {phases.map((phase, index) => (
            <span
              key={index}
              data-phase={phase.kind}
              className={classes("absolute inset-y-0 min-w-[3px] border-l border-surface", (phase.kind === "running" && outcome?.bar) || COLOURS[phase.kind], phase.open && "animate-pulse")}
              style={{ left: `min(${share(phase.from - from, span)}, 100% - 3px)`, width: share(phase.to - phase.from, span) }}
            />
          ))}
        </span>
        <span className={classes("figures min-w-28 text-right text-xs", outcome?.text ?? "text-muted")}>{summary(row, outcome?.word)}</span>
        <span className="sr-only">{phases.map(inWords).join(", ")}</span>
      </button>
    </Tooltip>
  );
}

function Exactly({ phases }: { phases: readonly Phase[] }) {
  return (
    <span className="figures block space-y-1 py-0.5">
      {phases.map((phase, index) => (
        <span key={index} className="block">
          <b className="font-semibold">{inWords(phase)}</b>
          <br />
          {format.clock(phase.from)} – {phase.open ? "now" : format.clock(phase.to)}
        </span>
      ))}
    </span>
  );
}

function Scale({ from, span }: { from: number; span: number }) {
  return (
    <div aria-hidden className={classes(COLUMNS, "border-t px-4 pt-1.5 text-2xs text-faint")}>
      <span className="size-4 phone:hidden" />
      <span className="phone:hidden" title={format.moment(from)}>
        {format.clock(from).slice(0, 8)}
      </span>
      <span className="figures relative h-4 phone:col-span-3">
        {ticks(span).map((tick, index) => (
          <span key={tick} className={classes("absolute whitespace-nowrap", index > 0 && "-translate-x-1/2", tick / span > 0.92 && "-translate-x-full")} style={{ left: share(tick, span) }}>
            {index === 0 ? "0" : format.duration(tick)}
          </span>
        ))}
      </span>
      <span className="min-w-28 phone:hidden" />
    </div>
  );
}

function Legend({ kinds }: { kinds: ReadonlySet<Kind> }) {
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 px-4 pt-1 pb-3 text-2xs text-muted">
      {(Object.keys(COLOURS) as Kind[])
        .filter((kind) => kinds.has(kind))
        .map((kind) => (
          <span key={kind} className="inline-flex items-center gap-1.5">
            <span aria-hidden className={classes("size-2.5 rounded-sm", kind === "running" ? "bg-linear-to-r from-busy via-good to-bad" : COLOURS[kind])} />
            {kind}
          </span>
        ))}
    </p>
  );
}

function summary({ attempt, phases }: Row, outcome: string | undefined): string {
  const last = phases.at(-1);
  const long = last ? format.duration(last.to - last.from) : "";
  if (!attempt) return `${last?.kind ?? ""} ${long}`;
  return outcome ? `${outcome} · ${long}` : `running · ${long}`;
}

/** `waiting 1.2 s`. */
function inWords({ kind, from, to }: Phase): string {
  return `${kind} ${format.duration(to - from)}`;
}

/** Whether there is something to unfold for. */
function tells(attempt: Attempt | null): boolean {
  return attempt !== null && (attempt.logs.length > 0 || attempt.error !== null);
}

function share(part: number, whole: number): string {
  return `${Math.min(100, Math.max(0, (part / whole) * 100))}%`;
}
