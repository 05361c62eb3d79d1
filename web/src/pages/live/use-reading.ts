// Whether somebody reads a part of the page: points at it, touched a row lately, is in it by the keyboard, or has scrolled down into it.
import { type RefObject, useEffect, useState } from "react";
import { useTouched } from "~/hooks/use-touched";

const SCROLLED = 120; // px below the top from which on rows that come would move what is read

export function useReading(part: RefObject<HTMLElement | null>): boolean {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const [touched, onPointerDown] = useTouched();
  useEffect(() => {
    const element = part.current;
    if (!element) return undefined;
    const signal = new AbortController();
    const on = <Name extends keyof HTMLElementEventMap>(name: Name, hear: (event: HTMLElementEventMap[Name]) => void) =>
      element.addEventListener(name, hear, { signal: signal.signal });
    on("pointerenter", (event) => event.pointerType === "mouse" && setPointed(true));
    on("pointerleave", () => setPointed(false));
    on("pointerdown", onPointerDown);
    on("focusin", (event) => setFocused(event.target instanceof Element && event.target.matches(":focus-visible")));
    on("focusout", () => setFocused(false));
    addEventListener("scroll", () => setScrolled(window.scrollY > SCROLLED), { signal: signal.signal, passive: true });
    return () => signal.abort();
  }, [part, onPointerDown]);
  return pointed || touched || focused || scrolled;
}
