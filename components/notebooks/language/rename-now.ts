import type { CellId } from "@/lib/notebooks/graph";
import type { Cell } from "@/lib/notebooks/schema";
import type { CellChange, Session } from "@/lib/notebooks/session";
import { applyEdits, rebaseEdits, type TextEdit } from "@/lib/notebooks/text-edits";
import type { LanguageClient } from "./client";
import type { NameAsked, Refused, Renaming } from "./rename";

type Parts = {
  ask: LanguageClient["ask"];
  session: Session;
  /** Changes cells as one act; the answer takes it back. */
  act: (changes: readonly CellChange[]) => () => void;
};

export type RenamedNow = { ok: true; name: string; cells: number; undo: () => void } | Refused;

/** While others type it is asked again so often; then what they typed is worked into the answer. */
const tries = 5;
const unanswered: Refused = {
  ok: false,
  message: "Nothing was renamed: the types of cells are not known. Try again.",
};

/** Renames a name in all cells as one act, in the texts as they are when it is done. */
export async function renameNow(
  { ask, session, act }: Parts,
  asked: NameAsked,
  to: string,
): Promise<RenamedNow> {
  let place = asked;
  for (let left = tries; ; left--) {
    let base: readonly Cell[] = [];
    const question = { about: "rename", asked: place, to } as const;
    const answer: Renaming | null = await ask<"rename">(question, (cells) => (base = cells));
    if (!answer) return unanswered;
    if (!answer.ok) return answer;
    const isSame =
      base.every((cell) => session.cell(cell.id) === cell) && base.length === session.ids().length;
    if (isSame || left === 1) {
      const changes = changesOf(answer, to, base, session);
      if (changes.length === 0) return { ...unanswered, message: `${answer.name} is not there any more.` };
      return { ok: true, name: answer.name, cells: changes.length, undo: act(changes) };
    }
    place = movedTo(place, base, session);
  }
}

/** What is to be changed in the texts of this moment: a place that is another name by now stays. */
function changesOf(
  { name, edits, outputs }: Extract<Renaming, { ok: true }>,
  to: string,
  base: readonly Cell[],
  session: Session,
): CellChange[] {
  const byCell = new Map<CellId, readonly TextEdit[]>(edits.map((one) => [one.cell, one.edits]));
  return base.flatMap(({ id, source }): CellChange[] => {
    const now = session.cell(id);
    const wanted = byCell.get(id) ?? [];
    const isTable = outputs.includes(id) && now?.output === name;
    if (!now || (wanted.length === 0 && !isTable)) return [];
    const rebased = now.source === source ? wanted : rebaseEdits(wanted, source, now.source);
    const right = rebased.filter(({ at, remove }) => now.source.slice(at, at + remove) === name);
    if (right.length === 0 && !isTable) return [];
    const text = { source: applyEdits(now.source, right) };
    return [{ id, change: isTable ? { ...text, output: to } : text, edits: right }];
  });
}

/** A place in a cell after what others typed before it. */
function movedTo(place: NameAsked, base: readonly Cell[], session: Session): NameAsked {
  if ("name" in place) return place;
  const [before, now] = [base.find(({ id }) => id === place.id), session.cell(place.id)];
  if (!before || !now) return place;
  const [moved] = rebaseEdits([{ at: place.at, remove: 0, text: "|" }], before.source, now.source);
  return { ...place, at: moved?.at ?? place.at };
}
