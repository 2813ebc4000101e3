"use client";

import { CircleX } from "lucide-react";
import type { Cell } from "@/lib/notebooks/schema";
import type { CellState } from "./cell-state";

type Props = {
  cells: Cell[];
  states: Record<number, CellState>;
  title: string;
  mayWrite: boolean;
  onRename: (title: string) => void;
};

/** The headings of a notebook, with a mark where a cell below one has failed. */
export function Outline({ cells, states, title, mayWrite, onRename }: Props) {
  const headings = cells.flatMap((cell, at) => {
    const match = cell.mode === "md" ? cell.source.match(/^(#{1,3})\s+(.+)$/m) : null;
    return match ? [{ id: cell.id, at, level: match[1]!.length, text: match[2]! }] : [];
  });
  const failedUnder = (i: number) =>
    cells
      .slice(headings[i]!.at, headings[i + 1]?.at ?? cells.length)
      .some(({ id }) => states[id]?.status === "failed");
  return (
    <nav className="nb-out" aria-label="Outline">
      <div className="sticky top-4">
        <h2 className="s12 t3 outline-head">Outline</h2>
        <ol className="toc">
          {headings.map(({ id, level, text }, i) => (
            <li key={id} className={level > 1 ? "l2" : undefined}>
              <a href={`#cell-${id}`}>
                {text}
                {failedUnder(i) ? <CircleX className="i bad" role="img" aria-label="Error" /> : null}
              </a>
            </li>
          ))}
        </ol>
        {mayWrite ? (
          <label className="field rename">
            <span className="s12 t3">Title</span>
            <input
              className="input"
              value={title}
              maxLength={200}
              onChange={({ target: { value } }) => value.trim() && onRename(value)}
            />
          </label>
        ) : null}
      </div>
    </nav>
  );
}
