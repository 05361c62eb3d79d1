// A word that is true for a moment after something was done.
import { useCallback, useEffect, useRef, useState } from "react";

/** Whether it was done within the last `milliseconds`, and what says that it was. */
export function useFlash(milliseconds: number): [boolean, () => void] {
  const [lit, setLit] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const flash = useCallback(() => {
    clearTimeout(timer.current);
    setLit(true);
    timer.current = setTimeout(() => setLit(false), milliseconds);
  }, [milliseconds]);
  return [lit, flash];
}
