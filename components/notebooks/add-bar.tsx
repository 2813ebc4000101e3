import { Plus } from "lucide-react";
import type { CellMode } from "@/lib/notebooks/schema";
import { modeWords } from "./mode-words";

export function AddBar({ onAdd }: { onAdd: (mode: CellMode) => void }) {
  return (
    <div className="add" role="group" aria-label="Add a cell">
      {(Object.entries(modeWords) as [CellMode, string][]).map(([mode, word], i) => (
        <button key={mode} type="button" className="btn quiet" onClick={() => onAdd(mode)}>
          {i === 0 ? <Plus className="i" aria-hidden="true" /> : null}
          {word}
        </button>
      ))}
    </div>
  );
}
