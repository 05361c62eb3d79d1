// Lines over time, drawn by uPlot in the colours of the theme; load it lazily, see `lazy-chart.tsx`.
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useTheme } from "~/hooks/use-theme";

export interface Line {
  name: string;
  /** A token of `app.css`: `--good`. */
  colour: string;
  values: readonly (number | null)[];
  /** Fill the space below it. */
  filled?: boolean;
}

export interface ChartProps {
  /** What it shows, read aloud; say the newest figures in text beside it too. */
  label: string;
  /** Seconds since 1970, rising; one for each value of each line. */
  times: readonly number[];
  lines: readonly Line[];
  /** px. */
  height?: number;
  /** How a value is written on the axis and in the legend. */
  written?: (value: number) => string;
  /** Name the lines below it; false where that is done beside it. */
  legend?: boolean;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export default function Chart({ label, times, lines, height = 180, written = String, legend = true }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ times, lines });
  const [theme] = useTheme();
  const names = lines.map((line) => `${line.name} ${line.colour} ${line.filled ?? false}`).join("|");

  useEffect(() => {
    latest.current = { times, lines };
    plot.current?.setData(columns(times, lines));
  }, [times, lines]);

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const { times: first, lines: shown } = latest.current;
    const made = new uPlot(options(element.clientWidth || 600, { height, written, legend }, shown), columns(first, shown), element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
    // Drawn anew when the theme or the set of lines changes; values alone go through setData above.
  }, [theme, height, names, written, legend]);

  return <div ref={place} role="img" aria-label={label} className="w-full min-w-0 overflow-hidden text-xs" />;
}

function columns(times: readonly number[], lines: readonly Line[]): uPlot.AlignedData {
  return [[...times], ...lines.map((line) => [...line.values])];
}

type Look = Required<Pick<ChartProps, "height" | "written" | "legend">>;

function options(width: number, { height, written, legend }: Look, lines: readonly Line[]): uPlot.Options {
  const axis = { stroke: token("--muted"), grid: { stroke: token("--line"), width: 1 }, ticks: { show: false }, font: `11px ${token("--font-sans")}` };
  return {
    width,
    height,
    legend: { show: legend && lines.length > 1, live: false },
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    scales: { y: { range: (_, __, most) => [0, Math.max(1, most * 1.15)] } },
    axes: [{ ...axis, space: 70, size: 28, values: (_, ticks) => ticks.map((tick) => clock.format(tick * 1000)) }, { ...axis, size: 46, values: (_, ticks) => ticks.map(written) }],
    series: [{}, ...lines.map(series)],
  };
}

function series(line: Line): uPlot.Series {
  const stroke = token(line.colour);
  return {
    label: line.name,
    stroke,
    width: 1.75,
    points: { show: true, size: 5, fill: stroke, filter: (plot, index) => alone(plot.data[index] ?? []) },
    ...(line.filled ? { fill: `color-mix(in srgb, ${stroke} 14%, transparent)` } : {}),
  };
}

/** Values without a neighbour, which no line shows. */
function alone(values: ArrayLike<number | null | undefined>): number[] {
  const there = (at: number) => values[at] !== null && values[at] !== undefined;
  return Array.from(values, (_, at) => at).filter((at) => there(at) && !there(at - 1) && !there(at + 1));
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
