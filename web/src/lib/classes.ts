// Joins class names; what is said later wins over what a component says itself.
import { clsx, type ClassValue } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({ extend: { theme: { text: ["2xs"] } } });

export function classes(...values: ClassValue[]): string {
  return merge(clsx(values));
}
