import * as Y from "yjs";
import type { CellId } from "@/lib/notebooks/graph";
import { sharedCells, sourceOf } from "@/lib/notebooks/shared-document";

/** Something done to several cells at once, and how much of each cell's typing came before it. */
type Act = {
  key: object;
  ids: readonly CellId[];
  manager: Y.UndoManager;
  isDone: boolean;
  /** How many steps each cell's typing had when the act was done, and, once it is undone, to be redone. */
  before: ReadonlyMap<CellId, number>;
};

/** So many acts over several cells can be taken back; one is as large as what it changed. */
const actsKept = 50;

/**
 * Takes back what was done here: in a cell its own typing, and acts over several cells, each as a whole, in
 * the order in which they came to the cell.
 *
 * @param typing the origin of changes that were typed
 */
export function undoingOf(doc: Y.Doc, typing: unknown) {
  const typed = new Map<CellId, Y.UndoManager>();
  const acts: Act[] = [];

  function typingOf(id: CellId): Y.UndoManager | null {
    const known = typed.get(id);
    const source = sourceOf(doc, id);
    if (known || !source) return known ?? null;
    const made = new Y.UndoManager(source, { trackedOrigins: new Set([typing]) });
    typed.set(id, made);
    return made;
  }
  const steps = (ids: readonly CellId[], of: "undoStack" | "redoStack") =>
    new Map(ids.map((id) => [id, typingOf(id)?.[of].length ?? 0]));
  const drop = (act: Act) => {
    act.manager.destroy();
    acts.splice(acts.indexOf(act), 1);
  };

  /** Does an act back or again, if nothing typed into the cell came after it. */
  function turn(id: CellId, isDone: boolean): boolean {
    const act = acts.findLast((one) => one.isDone === isDone && one.ids.includes(id));
    const left = typingOf(id)?.[isDone ? "undoStack" : "redoStack"].length ?? 0;
    if (!act || left > (act.before.get(id) ?? 0)) return false;
    turnAct(act);
    return true;
  }

  function turnAct(act: Act): void {
    // what is typed from now on is a step of its own
    for (const id of act.ids) typingOf(id)?.stopCapturing();
    if (act.isDone) act.manager.undo();
    else act.manager.redo();
    act.before = steps(act.ids, act.isDone ? "redoStack" : "undoStack");
    act.isDone = !act.isDone;
    // the one that was turned last is the one to be turned back first
    acts.push(...acts.splice(acts.indexOf(act), 1));
  }

  return {
    /** Is called before something is typed into a cell: what was undone there is not done again. */
    typed(id: CellId): void {
      typingOf(id);
      for (const act of acts.filter(({ isDone, ids }) => !isDone && ids.includes(id))) drop(act);
    },
    /** Is called before an act; its changes have `key` as their origin. */
    did(key: object, ids: readonly CellId[]): void {
      const cells = ids.flatMap((id) => sharedCells(doc).get(String(id)) ?? []);
      for (const id of ids) typingOf(id)?.stopCapturing();
      const manager = new Y.UndoManager(cells, { trackedOrigins: new Set([key]) });
      acts.push({ key, ids, manager, isDone: true, before: steps(ids, "undoStack") });
      if (acts.length > actsKept) drop(acts[0]!);
    },
    isAct: (origin: unknown) => acts.some(({ key }) => key === origin),
    undo: (id: CellId): void => void (turn(id, true) || typingOf(id)?.undo()),
    redo: (id: CellId): void => void (turn(id, false) || typingOf(id)?.redo()),
    undoAct(key: object): boolean {
      const act = acts.find((one) => one.key === key && one.isDone);
      if (act) turnAct(act);
      return act !== undefined;
    },
    stop(): void {
      for (const one of [...typed.values(), ...acts.map(({ manager }) => manager)]) one.destroy();
    },
  };
}
