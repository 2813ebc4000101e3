"use client";

import { Ellipsis, Pencil, Play, Square } from "lucide-react";
import type { ReactNode } from "react";
import { Menu } from "@/components/ui/menu";
import { MenuItems } from "@/components/ui/menu-items";
import type { CellCommand } from "@/lib/notebooks/command-keys";
import type { Cell } from "@/lib/notebooks/schema";
import type { CellActs } from "./cell-acts";
import { modeWords } from "./mode-words";

const offered: [CellCommand, string][] = [
  ["insert-above", "Insert above"],
  ["insert-below", "Insert below"],
  ["duplicate", "Duplicate"],
  ["copy", "Copy"],
  ["paste", "Paste below"],
  ["merge", "Merge with the next"],
  ["move-up", "Move up"],
  ["move-down", "Move down"],
  ["delete", "Delete"],
];

type Props = {
  cell: Cell;
  number: number;
  reading: boolean;
  /** Whether it runs and can be interrupted by itself. */
  isStoppable: boolean;
  isCodeHidden: boolean;
  isOutputHidden: boolean;
  acts: CellActs;
};

/** A cell's language, and what can be done to it; beside its text, of which it covers nothing. */
export function CellTools({ cell, number, reading, isStoppable, acts, ...shown }: Props) {
  const { isCodeHidden, isOutputHidden } = shown;
  const hidings: [CellCommand, string][] = [
    ...(cell.mode === "md"
      ? []
      : [["hide", isCodeHidden ? "Show code" : "Hide code"] as [CellCommand, string]]),
    ["fold", isOutputHidden ? "Show output" : "Hide output"],
  ];
  return (
    <span className="lang">
      {cell.mode === "sql" && !reading && !isCodeHidden ? (
        <OutputName cell={cell} number={number} acts={acts} />
      ) : null}
      {reading || isCodeHidden ? null : (
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
      )}
      <span className="cell-bar" role="group" aria-label={`Tools of cell ${number}`}>
        {reading ? (
          <Tool name={`Edit cell ${number}`} onClick={() => acts.edit(cell.id)}>
            <Pencil className="i" aria-hidden="true" />
          </Tool>
        ) : isStoppable ? (
          <Tool name={`Stop cell ${number}`} onClick={() => acts.stop(cell.id)}>
            <Square className="i" aria-hidden="true" />
          </Tool>
        ) : (
          <Tool name={`Run cell ${number}`} onClick={() => acts.run(cell.id, false)}>
            <Play className="i" aria-hidden="true" />
          </Tool>
        )}
        <Menu
          className="more-menu"
          summaryClass="btn quiet icon"
          name={`More for cell ${number}`}
          label={<Ellipsis className="i" aria-hidden="true" />}
        >
          <MenuItems>
            {cell.mode === "ts" || cell.mode === "js" ? (
              <Item onClick={() => acts.command("format", { id: cell.id, at: 0 })}>Format</Item>
            ) : null}
            {[...offered, ...hidings].map(([command, words]) => (
              <Item key={command} onClick={() => acts.hand(command, cell.id)}>
                {words}
              </Item>
            ))}
          </MenuItems>
        </Menu>
      </span>
    </span>
  );
}

function Tool({ name, onClick, children }: { name: string; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      className="btn quiet icon"
      aria-label={name}
      title={name.replace(/ cell .*/, "")}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

function Item({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" className="btn quiet" onClick={onClick}>
      {children}
    </button>
  );
}

function OutputName({ cell, number, acts }: Pick<Props, "cell" | "number" | "acts">) {
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
