"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { onOpenDialog } from "@/components/ui/dialogs";
import { isShortcut } from "@/components/ui/keys";
import { LetterKeys } from "@/components/ui/letter-keys";
import { leave } from "@/components/ui/unsaved";
import { placeAfterG, places } from "./places";

const listed: [string, string][] = [
  ["Ctrl K", "Search and commands"],
  [
    "G, then O D N E J M",
    `Go to ${Object.values(places)
      .map(({ label }) => label)
      .join(", ")}`,
  ],
  ["N", "New here"],
  ["/", "Filter"],
  ["J, K", "Move through rows"],
  ["X", "Select a row"],
  ["Enter", "Open"],
  ["C", "Compare what is selected"],
  ["1, S, Z, T", "Label rows: the class with that number, skip, undo, note; arrows go back and forward"],
  ["1 to 9", "Settle the disagreement under the cursor as the class with that number"],
  ["Shift Enter, Ctrl Enter, Alt Enter", "Run a cell and go on, run it, run it and insert one below"],
  ["Esc, Enter", "From a cell's text to the cell, and back"],
  ["A, B, D D, Z", "On a cell: insert above, below, delete, take back"],
  ["X, C, V, M, Y", "On a cell: cut, copy, paste below, make it Markdown, make it code"],
  ["Shift M, Ctrl Shift -", "Merge a cell with the next, split it at the caret"],
  ["Alt ↑, Alt ↓", "Move a cell"],
  ["O, H", "Hide or show a cell's output, its code"],
  ["L, Shift L", "Number the lines of a cell, of all cells"],
  ["F6, Shift F6", "From a cell into what it shows and on to the next, and back"],
  ["Ctrl M", "In a cell's text: let Tab move on instead of indenting, or indent again"],
  ["F2", "Rename a name in all cells of a notebook"],
  ["Shift Alt F", "Format a cell"],
  ["Ctrl Shift F", "Find and replace in the cells of a notebook"],
  ["[", "Make the navigation narrow or wide"],
  ["Ctrl Z", "Undo what was just done"],
  ["Esc", "Leave a field, clear, close"],
  ["?", "This list"],
];

/**
 * Keys that work on every page of a project, and their list.
 * A button that makes something new names itself by `aria-keyshortcuts="N"`.
 */
export function Shortcuts({ slug }: { slug: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const pressedG = useRef<number | null>(null);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return;
      const place = placeAfterG(event.key, performance.now(), pressedG.current);
      pressedG.current = event.key === "g" ? performance.now() : null;
      if (place) leave(() => router.push(`/projects/${slug}${place.path}`));
      else if (event.key === "?") setOpen(true);
      else if (event.key === "n")
        document.querySelector<HTMLElement>(`main [aria-keyshortcuts="N"]`)?.click();
      else return;
      event.preventDefault();
    };
    const stop = onOpenDialog("keys", () => setOpen(true));
    addEventListener("keydown", onKey);
    return () => {
      stop();
      removeEventListener("keydown", onKey);
    };
  }, [slug, router]);

  return (
    <Dialog open={open} onOpenChange={setOpen} title="Keys">
      <dl className="keys">
        {listed.map(([keys, does]) => (
          <div key={keys} className="contents">
            <dt>
              {keys
                .split(/(, (?:then )?| )/)
                .map((part, i) => (/^(, .*| )$/.test(part) ? part : <kbd key={i}>{part}</kbd>))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <LetterKeys />
    </Dialog>
  );
}
