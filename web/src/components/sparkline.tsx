// A line of figures the size of a word.

interface SparklineProps {
  values: readonly number[];
  /** What it shows, read aloud. */
  label: string;
  /** A token of `app.css`. */
  colour?: string;
}

const WIDTH = 96;
const HEIGHT = 24;

export function Sparkline({ values, label, colour = "--accent" }: SparklineProps) {
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map((value, index) => `${(index * step).toFixed(1)},${(HEIGHT - 2 - (value / most) * (HEIGHT - 4)).toFixed(1)}`);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} className="overflow-visible">
      <polyline points={points.join(" ")} fill="none" stroke={`var(${colour})`} strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  );
}
