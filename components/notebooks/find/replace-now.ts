import type { CellId } from "@/lib/notebooks/graph";
import type { CellChange, Session } from "@/lib/notebooks/session";
import { applyEdits } from "@/lib/notebooks/text-edits";
import type { findClient } from "./find-client";
import type { FindQuery, Refusal } from "./find-in-cells";

type Parts = {
  replace: ReturnType<typeof findClient>["replace"];
  session: Session;
  act: (changes: readonly CellChange[]) => () => void;
};
type Asked = { find: FindQuery; to: string; only: { cell: CellId; at: number } | null };

/** While others type it is asked again so often. */
const tries = 5;

/** Replaces what is found by another text as one act, in the texts as they are when it is done. */
export async function replaceNow(
  { replace, session, act }: Parts,
  asked: Asked,
): Promise<{ ok: true; count: number; cells: number; undo: () => void } | Refusal> {
  for (let left = tries; left > 0; left--) {
    const { cells } = session.document();
    const answer = await replace(cells, asked);
    if (!answer.ok) return answer;
    const base = new Map(cells.map((cell) => [cell.id, cell]));
    if (answer.changes.some(({ cell }) => session.cell(cell)?.source !== base.get(cell)?.source)) continue;
    const changes = answer.changes.map(({ cell, edits }) => {
      const source = applyEdits(base.get(cell)!.source, edits);
      return { id: cell, change: { source }, edits };
    });
    if (changes.length === 0)
      return { ok: false, message: "Nothing was replaced: there is nothing to change." };
    return { ok: true, count: answer.count, cells: changes.length, undo: act(changes) };
  }
  return { ok: false, message: "Nothing was replaced, as somebody types in these cells. Try again." };
}
