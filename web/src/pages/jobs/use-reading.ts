// Whether somebody reads a row of a list: points at one, or has walked to it by keys.
import { type FocusEvent, type PointerEvent, useState } from "react";

/** Whether they do, and what the element around the rows needs to tell it. */
export function useReading() {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const watch = {
    // A finger leaves nothing behind that says when it is gone: only what hovers is followed.
    onPointerOver: (event: PointerEvent) => setPointed(event.pointerType !== "touch" && isRow(event.target)),
    onPointerLeave: () => setPointed(false),
    onFocus: (event: FocusEvent) => setFocused(isRow(event.target)),
    onBlur: () => setFocused(false),
  };
  return { reading: pointed || focused, watch };
}

function isRow(target: EventTarget): boolean {
  return target instanceof Element && target.closest("[data-row]") !== null;
}
