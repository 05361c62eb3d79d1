// The time zones that can be chosen: UTC and the reader's own first, then all that the browser knows.

export const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

export const ZONES: readonly string[] = [...new Set(["UTC", OWN_ZONE, ...Intl.supportedValuesOf("timeZone")])];
