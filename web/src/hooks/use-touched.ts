// Whether somebody touched lately a row that they read: unlike a mouse, a finger leaves no sign of when its reader looks away.
import { useCallback, useEffect, useRef, useState } from "react";

const READS_ON = 10_000; // ms after a touch for which somebody is taken to read

/** Whether they did, and what has to hear of each pointer that goes down. */
export function useTouched(): [boolean, (event: { pointerType: string; target: EventTarget | null }) => void] {
  const [touched, setTouched] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const onPointerDown = useCallback((event: { pointerType: string; target: EventTarget | null }) => {
    if (event.pointerType !== "touch" || !isRow(event.target)) return;
    setTouched(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTouched(false), READS_ON);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return [touched, onPointerDown];
}

/** Whether it is a row of a table, or in one. */
export function isRow(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[data-row]") !== null;
}
