import type { CellId } from "@/lib/notebooks/graph";
import type { Session } from "@/lib/notebooks/session";

type Parts = {
  session: Session;
  restore: (id: CellId) => void;
  edit: (id: CellId, caret?: number) => void;
  tell: (text: string) => void;
  /** Notes an act, and what takes it back. */
  did: (id: CellId, text: string, undo: () => void) => void;
  nameOf: (id: CellId) => string;
  neighbour: (id: CellId, by: -1 | 1) => CellId | null;
};

/** What stands between two texts that are joined to one. */
const seam = "\n\n";

/** Makes one cell of two, and two of one. */
export function joiningOf({ session, restore, edit, tell, did, nameOf, neighbour }: Parts) {
  function merge(id: CellId): void {
    const next = neighbour(id, 1);
    const [upper, lower] = [session.cell(id)!, next === null ? undefined : session.cell(next)];
    if (!lower) return tell("There is no cell below to merge with.");
    if (lower.mode !== upper.mode)
      return tell(`${nameOf(id)} and the one below are of two kinds, and stay apart.`);
    const tail = `${seam}${lower.source}`;
    session.change(id, { source: upper.source + tail });
    session.remove(lower.id);
    did(id, `${nameOf(id)} is two again`, () => {
      const now = session.cell(id)!.source;
      if (now.endsWith(tail)) session.change(id, { source: now.slice(0, -tail.length) });
      restore(lower.id);
    });
  }
  /** Makes two cells of one, at a place of its text; the caret goes on in the second. */
  function split(id: CellId, at: number): void {
    const { mode, source } = session.cell(id)!;
    const [head, tail] = [source.slice(0, at), source.slice(at)];
    const [upper, lower] = [head.replace(/\n+$/, ""), tail.replace(/^\n+/, "")];
    const rest = { at: upper.length, remove: source.length - upper.length, text: "" };
    session.change(id, { source: upper }, [rest]);
    const second = session.put({ mode, source: lower }, id);
    did(second, `${nameOf(id)} is one again`, () => {
      const now = session.cell(id)?.source ?? "";
      session.change(id, { source: now + source.slice(upper.length, source.length - lower.length) + lower });
      session.remove(second);
    });
    edit(second, 0);
  }
  return { merge, split };
}
