// How figures, spans and moments are written everywhere on the page.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const whole = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });
const timeOfDay = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "long" });

/** A count with its thousands apart: `12,345`. */
export function count(value: number): string {
  return whole.format(value);
}

/** A count in few characters: `12.3K`. */
export function compact(value: number): string {
  return Math.abs(value) < 10_000 ? whole.format(value) : short.format(value);
}

/** A share between 0 and 1 as percent: `12.5%`. */
export function percent(share: number): string {
  return `${trimmed(share * 100)}%`;
}

/** Milliseconds as a person says them, in at most two units: `850 ms`, `4.2 s`, `3 min 10 s`, `2 d 4 h`. */
export function duration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 1) return "0 ms";
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 59.95 * SECOND) return `${trimmed(ms / SECOND)} s`;
  const seconds = Math.round(ms / SECOND) * SECOND;
  if (seconds < HOUR) return two(seconds, MINUTE, "min", SECOND, "s");
  if (seconds < DAY) return two(Math.round(seconds / MINUTE) * MINUTE, HOUR, "h", MINUTE, "min");
  return two(Math.round(seconds / HOUR) * HOUR, DAY, "d", HOUR, "h");
}

/** How far a moment is from now: `just now`, `3 minutes ago`, `in 2 hours`. */
export function ago(moment: string | number, now: number): string {
  const apart = time(moment) - now;
  const size = Math.abs(apart);
  if (size < 5 * SECOND) return apart > SECOND ? "in a moment" : "just now";
  if (size < MINUTE) return relative.format(Math.round(apart / SECOND), "second");
  if (size < HOUR) return relative.format(Math.round(apart / MINUTE), "minute");
  if (size < DAY) return relative.format(Math.round(apart / HOUR), "hour");
  return relative.format(Math.round(apart / DAY), "day");
}

/** The moment itself, in the reader's zone, which is named: `22 Nov 2026, 14:03:09 CET`. */
export function moment(value: string | number): string {
  return exact.format(time(value));
}

/** The time of day in the reader's zone, to the millisecond: `14:03:09.120`. */
export function clock(value: string | number): string {
  return timeOfDay.format(time(value));
}

/** Milliseconds since 1970 of an RFC 3339 text, or of what is that already. */
export function time(value: string | number): number {
  return typeof value === "number" ? value : Date.parse(value);
}

/** Bytes in units of 1,024: `256 KiB`. */
export function bytes(value: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log2(value) / 10));
  return `${trimmed(value / 1024 ** power)} ${units[power]}`;
}

/** The beginning and the end of an id, for places where it only has to be recognised. */
export function shortId(id: string): string {
  return id.length <= 14 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`;
}

/** `1 job`, `2 jobs`; `plural` where it is no mere s. */
export function counted(value: number, one: string, plural = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : plural}`;
}

function two(ms: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % large) / small);
  const head = `${count(Math.floor(ms / large))} ${largeName}`;
  return rest ? `${head} ${rest} ${smallName}` : head;
}

function trimmed(value: number): string {
  return value >= 99.95 ? count(Math.round(value)) : String(Number(value.toFixed(1)));
}
