// Tags as the address has them: `name:value,name:value`.

/** One by one. */
export function tagsOf(tags: string | undefined): string[] {
  return tags ? tags.split(",").filter(Boolean) : [];
}

/** Without one of them; undefined when it was the last. */
export function without(tags: string | undefined, tag: string): string | undefined {
  return tagsOf(tags).filter((other) => other !== tag).join(",") || undefined;
}
