// Whether somebody touched lately what they read: unlike a mouse, a finger leaves no sign of when its reader looks away.
import { useCallback, useEffect, useRef, useState } from "react";

const READS_ON = 10_000; // ms after a touch for which somebody is taken to read

/** Whether it was, and what to call at each touch. */
export function useTouched(): [boolean, () => void] {
  const [touched, setTouched] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const touch = useCallback(() => {
    setTouched(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTouched(false), READS_ON);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  return [touched, touch];
}
