// What the address of the keys page may say: that a new one is being made.

export interface KeysSearch {
  make?: true;
}

export function keysSearch(given: Record<string, unknown>): KeysSearch {
  return given["make"] === true ? { make: true } : {};
}
