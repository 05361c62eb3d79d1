// Whether somebody reads a list: has pointed at a row and not left since, has lately touched one, or has walked to one by keys.
import { type FocusEvent, type PointerEvent, useState } from "react";
import { isRow, useTouched } from "~/hooks/use-touched";

/** Whether they do, and what the element around the rows, and around what acts on them, needs to tell it. */
export function useReading() {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [touched, onPointerDown] = useTouched();
  const watch = {
    onPointerOver: (event: PointerEvent) => event.pointerType !== "touch" && isRow(event.target) && setPointed(true),
    onPointerLeave: () => setPointed(false),
    onPointerDown,
    onFocus: (event: FocusEvent) => setFocused(isRow(event.target)),
    onBlur: () => setFocused(false),
  };
  return { reading: pointed || touched || focused, watch };
}
