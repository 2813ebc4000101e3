import type { CellId } from "@/lib/notebooks/graph";
import type { Cell } from "@/lib/notebooks/schema";
import type { CellChange, Session } from "@/lib/notebooks/session";
import { applyEdits } from "@/lib/notebooks/text-edits";
import type { LanguageClient } from "./client";

type Parts = {
  ask: LanguageClient["ask"];
  session: Session;
  act: (changes: readonly CellChange[]) => unknown;
};

/** While somebody types in the cell it is asked again so often. */
const tries = 5;

/**
 * Sets a cell's code well, as one act. Blanks are moved in the text that was looked at and in no other.
 * @returns why it was not done, or null
 */
export async function formatNow({ ask, session, act }: Parts, id: CellId): Promise<string | null> {
  for (let left = tries; left > 0; left--) {
    let base: Cell | undefined;
    const edits = await ask<"format">(
      { about: "format", id },
      (cells) => (base = cells.find((one) => one.id === id)),
    );
    if (!edits) return "The cell was not formatted: its types are not known. Try again.";
    const now = session.cell(id);
    if (!now || now.source !== base?.source) continue;
    if (edits.length > 0) act([{ id, change: { source: applyEdits(now.source, edits) }, edits }]);
    return null;
  }
  return "The cell was not formatted, as somebody types in it. Try again.";
}
