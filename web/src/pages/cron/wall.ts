// Moments by the clock on the wall of a schedule's zone, as the service writes them: their own hour, and how far it is from UTC.

export interface Wall {
  /** `Mon 23 Nov 2026` */
  day: string;
  /** `02:30` */
  clock: string;
  /** `+01:00` */
  offset: string;
}

const days = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** Read RFC 3339 as it is written: no browser has to know the zone. */
export function wall(written: string): Wall {
  const local = new Date(`${written.slice(0, 19)}Z`);
  const [offset = "Z"] = /(?:Z|[+-]\d\d:\d\d)$/.exec(written) ?? [];
  return { day: days.format(local).replace(",", ""), clock: written.slice(11, 16), offset: offset === "Z" ? "+00:00" : offset };
}
