// What the addresses of the schedules may say: which form is open, so that the browser's way back closes it.

export interface CronSearch {
  /** A new one is being made. */
  make?: true;
}

export interface ScheduleSearch {
  /** It is being changed. */
  edit?: true;
}

export function cronSearch(given: Record<string, unknown>): CronSearch {
  return given["make"] === true ? { make: true } : {};
}

export function scheduleSearch(given: Record<string, unknown>): ScheduleSearch {
  return given["edit"] === true ? { edit: true } : {};
}
