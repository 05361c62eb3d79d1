// How many jobs of a queue ended, minute by minute, in the last hour: the shape of its day in the size of a word.
import { useQuery } from "@tanstack/react-query";
import { Sparkline } from "~/components/sparkline";
import * as format from "~/format";
import * as queues from "~/services/queues";

export function Throughput({ queue }: { queue: string }) {
  const { data } = useQuery(queues.throughput(queue));
  if (!data || data.total.completed + data.total.dead === 0) return null;
  const ended = data.points.map((point) => point.completed + point.dead);
  const words = `${format.counted(data.total.completed, "job")} completed and ${format.count(data.total.dead)} died in the last hour`;
  return (
    <span title={words}>
      <Sparkline values={ended} label={words} />
    </span>
  );
}
