import type { ReactNode } from "react";
import { Ago } from "@/components/ui/ago";
import type { SaveState } from "./save-state";
import type { StoredRun } from "./use-outputs";

/** Why cells do not run although the notebook is open. */
export type Held = "no" | "stored" | "asked" | "imported" | "stopped" | "flood";

const sentences: Record<Exclude<Held, "no" | "stored">, string> = {
  asked: "Opened without running, as the address asks.",
  imported: "Imported from a file. Nothing of it has run.",
  stopped: "Opened without running: a cell had to be ended here before.",
  flood: "A cell sent too many messages and was ended, so that the page could go on. Your text is safe.",
};

type Props = {
  busy: boolean;
  held: Held;
  /** The run whose outputs are shown, where nothing has run since the opening. */
  storedRun: StoredRun | null;
  /** How saving stands; null where nothing is written. */
  save: SaveState | null;
  onStop: () => void;
  onRunAll: () => void;
  onSaveCopy: () => void;
  /** Says that Python ended, where it did. */
  python: ReactNode;
  /** A cell that was deleted here last, by its name; null where none was. */
  deleted: string | null;
  onRestore: () => void;
  /** What was done to cells last, or why nothing was; null where nothing is to be said. */
  told: string | null;
};

/** What stands in the notebook's way: cells that do not run or never end, or what somebody else saved. */
export function Banners({ busy, held, storedRun, save, onStop, onRunAll, onSaveCopy, ...rest }: Props) {
  return (
    <>
      {busy ? (
        <p className="nb-banner" role="alert">
          A cell keeps the notebook busy. Your text is safe.
          <button type="button" className="btn" onClick={onStop}>
            Stop it
          </button>
        </p>
      ) : null}
      {held === "stored" && storedRun ? (
        <p className="nb-banner quiet" role="status">
          <span>
            Shown as of <Ago at={storedRun.ranAt} />, run by {storedRun.ranBy}
            {storedRun.others ? " and others" : ""}. Nothing has run yet.
          </span>
          <button type="button" className="btn" onClick={onRunAll}>
            Run all cells
          </button>
        </p>
      ) : null}
      {held === "no" || held === "stored" ? null : (
        <p className="nb-banner" role="alert">
          {sentences[held]}
          <button type="button" className="btn" onClick={onRunAll}>
            {held === "flood" ? "Run all again" : "Run all cells"}
          </button>
        </p>
      )}
      {rest.python}
      {rest.deleted ? (
        <p className="nb-banner" role="status">
          {rest.deleted} was deleted.
          <button type="button" className="btn" onClick={rest.onRestore}>
            Undo
          </button>
        </p>
      ) : null}
      {rest.told ? (
        <p className="nb-banner" role="status">
          {rest.told}
        </p>
      ) : null}
      {save?.word === "stopped" ? (
        <p className="nb-banner" role="alert">
          {save.message}
          <button type="button" className="btn" onClick={() => location.reload()}>
            Load what is there
          </button>
          <button type="button" className="btn" onClick={onSaveCopy}>
            Save mine as a copy
          </button>
        </p>
      ) : null}
    </>
  );
}
