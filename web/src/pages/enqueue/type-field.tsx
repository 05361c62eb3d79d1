// Which handler runs a job: one that a live worker knows, or any other name.
import { useQuery } from "@tanstack/react-query";
import { Combobox } from "~/components/combobox";
import { Field } from "~/components/field";
import * as format from "~/format";
import * as types from "~/services/types";
import { useMay } from "~/session/use-me";

const NONE: readonly string[] = [];

interface TypeFieldProps {
  value: string;
  onChange: (type: string) => void;
  error?: string | null;
  /** Offered also while no worker knows them. */
  offered?: readonly string[];
}

export function TypeField({ value, onChange, error, offered = NONE }: TypeFieldProps) {
  const query = useQuery({ ...types.list(), enabled: useMay("jobs:read") });
  const known = query.data?.data ?? [];
  const names = [...new Set([...offered, ...known.map((type) => type.name)])];
  return (
    <Field label="Type" error={error} hint={value && query.data ? <Runs name={value} known={known} /> : "Which handler runs it."}>
      {(tied) => <Combobox {...tied} free options={names} value={value} onChange={onChange} placeholder="Choose or type one" />}
    </Field>
  );
}

/** Whether somebody would run it: said before the job waits for nobody. */
function Runs({ name, known }: { name: string; known: readonly types.JobType[] }) {
  const type = known.find((one) => one.name === name);
  if (type?.known) return `${format.counted(type.workers, "live worker")} ${type.workers === 1 ? "runs" : "run"} it.`;
  return <span className="text-warn">No live worker knows {name}: the job will wait until one does.</span>;
}
