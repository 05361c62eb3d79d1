// A list of names, the first few of which are shown: a worker may know a hundred types.
import { useState } from "react";

interface WordsProps {
  words: readonly string[];
  /** What `*` means. */
  all: string;
  /** What it is called when there is none. */
  none: string;
}

const FEW = 6;

export function Words({ words, all, none }: WordsProps) {
  const [whole, setWhole] = useState(false);
  if (words.includes("*")) return <>{all}</>;
  if (words.length === 0) return <>{none}</>;
  const shown = whole ? words : words.slice(0, FEW);
  return (
    <span className="break-words">
      {shown.join(", ")}
      {words.length > shown.length && (
        <>
          {" "}
          <button type="button" className="text-accent underline underline-offset-2" onClick={() => setWhole(true)}>
            and {words.length - shown.length} more
          </button>
        </>
      )}
    </span>
  );
}
