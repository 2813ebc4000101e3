import { Plus } from "lucide-react";
import { Menu } from "@/components/ui/menu";
import { MenuItems } from "@/components/ui/menu-items";
import type { CellMode } from "@/lib/notebooks/schema";
import { modeWords } from "./mode-words";

type Props = { onAdd: (mode: CellMode) => void };
const modes = Object.entries(modeWords) as [CellMode, string][];

export function AddBar({ onAdd }: Props) {
  return (
    <div className="add" role="group" aria-label="Add a cell">
      {modes.map(([mode, word], i) => (
        <button key={mode} type="button" className="btn quiet" onClick={() => onAdd(mode)}>
          {i === 0 ? <Plus className="i" aria-hidden="true" /> : null}
          {word}
        </button>
      ))}
    </div>
  );
}

/** A line above a cell, seen when it is pointed at or has the focus, which puts a cell there. */
export function AddAbove({ number, onAdd }: Props & { number: number }) {
  return (
    <Menu
      className="more-menu add-above"
      summaryClass="btn quiet icon"
      name={`Insert above cell ${number}`}
      label={<Plus className="i" aria-hidden="true" />}
    >
      <MenuItems>
        {modes.map(([mode, word]) => (
          <button key={mode} type="button" className="btn quiet" onClick={() => onAdd(mode)}>
            {word}
          </button>
        ))}
      </MenuItems>
    </Menu>
  );
}
