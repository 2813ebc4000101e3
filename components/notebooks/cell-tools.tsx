"use client";

import { ArrowDown, ArrowUp, Pencil, Play, Trash2 } from "lucide-react";
import type { Cell } from "@/lib/notebooks/schema";
import type { CellActs } from "./cell-acts";
import { modeWords } from "./mode-words";

type Props = { cell: Cell; number: number; reading: boolean; acts: CellActs };

/** A cell's language, beside its text, and what can be done to it, above: neither covers text. */
export function CellTools({ cell, number, reading, acts }: Props) {
  const tool = (label: string, Icon: typeof Play, act: () => void) => (
    <button
      type="button"
      className="btn quiet icon"
      aria-label={`${label} cell ${number}`}
      title={label}
      onClick={act}
    >
      <Icon className="i" aria-hidden="true" />
    </button>
  );
  return (
    <>
      {reading ? null : (
        <span className="lang">
          {cell.mode === "sql" ? <OutputName cell={cell} number={number} acts={acts} /> : null}
          <select
            className="mode-choice"
            aria-label={`Language of cell ${number}`}
            value={cell.mode}
            onChange={(event) => acts.change(cell.id, { mode: event.target.value as Cell["mode"] })}
          >
            {Object.entries(modeWords).map(([mode, word]) => (
              <option key={mode} value={mode}>
                {word}
              </option>
            ))}
          </select>
        </span>
      )}
      <span className="cell-bar" role="group" aria-label={`Tools of cell ${number}`}>
        {reading
          ? tool("Edit", Pencil, () => acts.edit(cell.id))
          : tool("Run", Play, () => acts.run(cell.id, false))}
        {tool("Move up", ArrowUp, () => acts.move(cell.id, -1))}
        {tool("Move down", ArrowDown, () => acts.move(cell.id, 1))}
        {tool("Delete", Trash2, () => acts.remove(cell.id))}
      </span>
    </>
  );
}

function OutputName({ cell, number, acts }: Omit<Props, "reading">) {
  return (
    <input
      className="output-name"
      aria-label={`Name of the table of cell ${number}`}
      placeholder="name"
      value={cell.output ?? ""}
      onChange={({ target: { value } }) =>
        acts.change(cell.id, {
          output: /^[A-Za-z_$][\w$]*$/.test(value) ? value : undefined,
        } as Partial<Cell>)
      }
    />
  );
}
