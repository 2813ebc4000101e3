import { cellAfter, idle, withoutFrame, type CellEvent, type CellState } from "./cell-state";
import type { Document } from "./document";
import { faultsOf, type CellFault } from "./faults";
import { freshnessOf } from "./freshness";
import { dependentsOf, graphOf, sliceOf, type CellId, type CellNames, type Graph } from "./graph";
import { keptOutputs, type StoredNote } from "./kept-outputs";
import { isSameCell } from "./same-cell";
import type { Cell, CellMode } from "./schema";
import { editsBetween, type TextEdit } from "./text-edits";
import { topicsOf } from "./topics";

/** All that is known of one cell; the same object until something of it changes. */
export type CellView = {
  cell: Cell;
  /** Where it stands, from 1. */
  number: number;
  state: CellState;
  /** What is wrong with its names: given twice, read in a circle, or not known. */
  faults: readonly CellFault[];
  hasRun: boolean;
  /** Whether it, or something that it reads, was changed since it ran. */
  isStale: boolean;
  /** Which names, of those that it reads, are of cells that changed; none where it was changed itself. */
  changedNames: readonly string[];
  /** Where it has not run here: what is known of the run whose output is shown. */
  stored: StoredNote | null;
};

/** What listeners hear of: one cell, the text, which cells there are in what order, or anything at all. */
export type Topic = CellId | "text" | "order" | "any";

/** A cell as it has become, and how its text did. */
type Changed = { id: CellId; cell: Cell; edits: readonly TextEdit[] };

/** What is to be changed of a cell; `edits` lead from its text to the new one. */
export type CellChange = {
  id: CellId;
  change: Partial<Omit<Cell, "id">>;
  edits: readonly TextEdit[];
};

/** A change of the text that was made here; a text's edits are in the order of their places. */
export type Write =
  | { kind: "title"; title: string }
  | ({ kind: "change" } & Changed)
  /** Several cells at once; `act` names it for who takes it back. */
  | { kind: "act"; act: object; changes: readonly Changed[] }
  | { kind: "insert"; cell: Cell; after: CellId | null }
  | { kind: "remove"; id: CellId }
  | { kind: "move"; id: CellId; after: CellId | null };

type Options = {
  document: Document;
  /** The id of a new cell; without it, the next number. */
  newId?: () => CellId;
  /** Names that every cell knows. */
  known: ReadonlySet<string>;
  /** Calls back when listeners may hear of what happened: at the next frame of the screen, or at once. */
  schedule: (flush: () => void) => void;
};

/** A notebook as it is worked on: its cells, who reads whom, and how they run; read one cell at a time. */
export type Session = ReturnType<typeof createSession>;

/** Opens a session on a notebook. */
export function createSession(options: Options) {
  const model = modelOf(options);
  return {
    ...readingOf(model),
    ...writingOf(model),
    ...receivingOf(model),
    ...runningOf(model),
    ...outputsOf(model),
  };
}

type Model = ReturnType<typeof modelOf>;

/** What a session holds, and who hears when it changes. */
function modelOf({ document, known, schedule, newId }: Options) {
  const ids = document.cells.map(({ id }) => id);
  const model = {
    ...{ title: document.title, ids: ids as readonly CellId[], numbers: numbersOf(ids) },
    /** How often anything changed, and how often the text did. */
    ...{ version: 0, edits: 0 },
    cells: new Map(document.cells.map((cell) => [cell.id, cell])),
    states: new Map<CellId, CellState>(),
    names: new Map<CellId, CellNames>(),
    views: new Map<CellId, CellView>(),
    fresh: freshnessOf(),
    kept: keptOutputs(),
    renamed: false,
    newId: newId ?? ((): CellId => Math.max(0, ...model.cells.keys()) + 1),
    /** Hears of what is written here. */
    written: null as ((write: Write) => void) | null,
    subscribe: (to: Topic, listener: () => void) => topics.subscribe(to, listener),
    changed(...which: Topic[]): void {
      for (const one of which) if (typeof one === "number") model.views.delete(one);
      model.version += 1;
      topics.changed([...which, "any"]);
    },
    /** The text changed. Who types hears of it at once: a field that hears later takes the letter back. */
    wrote(...which: Topic[]): void {
      model.edits += 1;
      model.changed(...which, "text");
      topics.flush();
    },
    /** Names of a cell, or its place, changed: what is shown of any cell may. */
    regraph(): void {
      [graph, faults, model.renamed] = [null, null, true];
    },
    graph: (): Graph =>
      (graph ??= graphOf(
        model.ids.map((id) => model.names.get(id) ?? { id, defines: [], uses: [] }),
        known,
      )),
    faults: (id: CellId) => (faults ??= faultsOf(model.graph(), model.numbers)).get(id) ?? [],
  };
  let [graph, faults]: [Graph | null, ReturnType<typeof faultsOf> | null] = [null, null];
  const topics = topicsOf<Topic>(schedule, () => {
    if (model.renamed) model.changed(...model.ids);
    model.renamed = false;
  });
  return model;
}

function readingOf(model: Model) {
  return {
    ids: () => model.ids,
    title: () => model.title,
    document: (): Document => ({
      title: model.title,
      cells: model.ids.map((id) => model.cells.get(id)!),
    }),
    cell: (id: CellId) => model.cells.get(id),
    graph: model.graph,
    /** How often anything changed, for who shows something of all cells; and how often the text did. */
    version: () => model.version,
    edits: () => model.edits,
    subscribe: model.subscribe,
    view: (id: CellId) => viewOf(model, id),
  };
}

function viewOf(model: Model, id: CellId): CellView {
  const known = model.views.get(id);
  if (known) return known;
  const view: CellView = {
    cell: model.cells.get(id)!,
    number: model.numbers.get(id) ?? 0,
    state: model.states.get(id) ?? idle,
    faults: model.faults(id),
    hasRun: model.fresh.hasRun(id),
    isStale: isStale(model, id),
    changedNames: changedNames(model, id),
    stored: model.kept.noteOf(id),
  };
  model.views.set(id, view);
  return view;
}

/** Whether a cell shows what an earlier text, of its own or of something that it reads, gave. */
function isStale({ fresh, kept, cells, graph }: Model, id: CellId): boolean {
  return fresh.isStale(id, cells, graph()) || kept.isOld(id, cells, graph());
}

/** The names that a stale cell reads from cells that are stale themselves. */
function changedNames(model: Model, id: CellId): string[] {
  const { graph, names } = model;
  if (!isStale(model, id)) return [];
  const stale = new Set((graph().reads.get(id) ?? []).filter((read) => isStale(model, read)));
  return (names.get(id)?.uses ?? []).filter((name) =>
    graph()
      .definers.get(name)
      ?.some((giver) => stale.has(giver)),
  );
}

/** Changes of the text. */
function writingOf(model: Model) {
  return {
    /** Tells one listener of all that is written here from now on; the answer ends that. */
    listen(written: (write: Write) => void): () => void {
      model.written = written;
      return () => void (model.written = null);
    },
    rename(title: string): void {
      model.title = title;
      model.wrote();
      model.written?.({ kind: "title", title });
    },
    /** Changes a cell; `edits` say how its text became another, where that is known. */
    change(id: CellId, change: Partial<Omit<Cell, "id">>, edits?: readonly TextEdit[]): void {
      const before = model.cells.get(id);
      if (!before) return;
      const cell = { ...before, ...change };
      model.cells.set(id, cell);
      model.fresh.edited();
      model.kept.edited();
      model.wrote(...model.fresh.touched(id, model.graph()));
      const how = edits ?? editsBetween(before.source, cell.source);
      model.written?.({ kind: "change", id, cell, edits: how });
    },
    /** Changes several cells as one act, which is taken back as one. */
    changeAll(changes: readonly CellChange[], act: object): void {
      const changed = changes.flatMap(({ id, change, edits }): Changed[] => {
        const before = model.cells.get(id);
        return before ? [{ id, cell: { ...before, ...change }, edits }] : [];
      });
      if (changed.length === 0) return;
      for (const { id, cell } of changed) model.cells.set(id, cell);
      model.fresh.edited();
      model.kept.edited();
      model.wrote(...new Set(changed.flatMap(({ id }) => [...model.fresh.touched(id, model.graph())])));
      model.written?.({ kind: "act", act, changes: changed });
    },
    /** Puts an empty cell after another one, or at the end. */
    insert(after: CellId | null, mode: CellMode): CellId {
      const isThere = after !== null && model.cells.has(after);
      return put(model, { mode, source: "" }, isThere ? after : (model.ids.at(-1) ?? null));
    },
    /** Puts a cell with its text behind another one, at the beginning for null. */
    put: (cell: Omit<Cell, "id">, after: CellId | null): CellId => put(model, cell, after),
    remove(id: CellId): void {
      forget(model, id);
      reorder(
        model,
        model.ids.filter((other) => other !== id),
      );
      model.written?.({ kind: "remove", id });
    },
    move(id: CellId, by: -1 | 1): void {
      const at = model.ids.indexOf(id);
      const to = at + by;
      if (at < 0 || to < 0 || to >= model.ids.length) return;
      moveTo(model, id, (by > 0 ? model.ids[to] : model.ids[to - 1]) ?? null);
    },
    /** Moves a cell to behind another one, to the beginning for null. */
    moveTo: (id: CellId, after: CellId | null): void => moveTo(model, id, after),
  };
}

function put(model: Model, of: Omit<Cell, "id">, after: CellId | null): CellId {
  const cell: Cell = { ...of, id: model.newId() };
  model.cells.set(cell.id, cell);
  const at = after === null ? 0 : model.ids.indexOf(after) + 1;
  reorder(model, model.ids.toSpliced(at, 0, cell.id));
  model.written?.({ kind: "insert", cell, after: model.ids[at - 1] ?? null });
  return cell.id;
}

function moveTo(model: Model, id: CellId, after: CellId | null): void {
  if (id === after || !model.cells.has(id)) return;
  const others = model.ids.filter((other) => other !== id);
  const at = after === null ? 0 : others.indexOf(after) + 1;
  reorder(model, others.toSpliced(at, 0, id));
  model.written?.({ kind: "move", id, after: others[at - 1] ?? null });
}

function reorder(model: Model, ids: readonly CellId[]): void {
  Object.assign(model, { ids, numbers: numbersOf(ids) });
  model.regraph();
  model.wrote(...ids, "order");
}

/** What is known of a cell goes; its last view stays, for who draws it for the last time. */
function forget(model: Model, id: CellId): void {
  model.views.set(id, viewOf(model, id));
  for (const part of [model.cells, model.states, model.names]) part.delete(id);
  model.fresh.forget(id);
  model.kept.forget(id);
}

/** Changes of the text that others made. */
function receivingOf(model: Model) {
  return {
    /** Takes over the title, the cells there are in their order, and those cells that changed. */
    receive({ title, ids, cells }: { title: string; ids: readonly CellId[]; cells: readonly Cell[] }): void {
      const alive = new Set(ids);
      const isOrder = ids.length === model.ids.length && ids.every((id, i) => id === model.ids[i]);
      for (const id of model.ids) if (!alive.has(id)) forget(model, id);
      const changed = cells.filter(
        (cell) => alive.has(cell.id) && !isSameCell(cell, model.cells.get(cell.id)),
      );
      for (const cell of changed) model.cells.set(cell.id, cell);
      const isTitle = title === model.title;
      model.title = title;
      if (changed.length > 0) (model.fresh.edited(), model.kept.edited());
      if (!isOrder) reorder(model, ids);
      const touched = changed.flatMap(({ id }) => [...model.fresh.touched(id, model.graph())]);
      if (changed.length > 0 || !isTitle) model.wrote(...new Set(touched));
    },
  };
}

/** What is found out about cells, and how they run. */
function runningOf(model: Model) {
  const after = (event: CellEvent) =>
    model.states.set(event.id, cellAfter(model.states.get(event.id), event));
  const touched = (id: CellId) => model.fresh.touched(id, model.graph());
  return {
    /** A reader of the cell's language found its names. */
    named(id: CellId, found: Omit<CellNames, "id">): void {
      if (!model.cells.has(id)) return;
      model.names.set(id, { id, ...found });
      model.regraph();
      model.changed(id);
    },
    /** A cell was sent to run as it is now. */
    asked(id: CellId): void {
      const cell = model.cells.get(id);
      if (!cell) return;
      model.fresh.asked(cell);
      model.kept.asked(cell);
      after({ op: "asked", id });
      model.changed(...touched(id));
    },
    happened(event: CellEvent): void {
      if (!model.cells.has(event.id)) return;
      after(event);
      if (event.op === "running") model.fresh.ran(event.id, model.graph());
      model.changed(...(event.op === "running" ? touched(event.id) : [event.id]));
    },
    /** Everything that ran ended, and what it showed is gone. */
    stopped(isByHand: boolean): void {
      for (const [id, state] of model.states) model.states.set(id, withoutFrame(state, isByHand));
      model.changed(...model.states.keys());
    },
  };
}

/** Outputs that earlier runs left, and what is known of those that are made here. */
function outputsOf(model: Model) {
  return {
    /** An output was there at opening, with the names of its cell then. @returns whether it is to be shown */
    stored(id: CellId, note: StoredNote, names: Omit<CellNames, "id">): boolean {
      if (!model.cells.has(id) || !model.kept.keep(id, note)) return false;
      if (!model.names.has(id)) model.names.set(id, { id, ...names });
      model.regraph();
      model.changed(id);
      return true;
    },
    /** A dataset has a version; one that is newer than what is known makes outputs old. */
    versionIs(name: string, version: number): void {
      model.kept.versionIs(name, version);
      model.changed(...model.kept.ids());
    },
    /**
     * What runs when cells are asked to: they themselves, what reads them and showed a stored output, and
     * what any of these read that has not run here.
     */
    runsWith(ids: readonly CellId[]): CellId[] {
      const graph = model.graph();
      const isStored = (id: CellId) => model.kept.noteOf(id) !== null;
      const readers = dependentsOf(graph, ids).filter(isStored);
      const whole = sliceOf(graph, [...ids, ...readers]).filter((id) => isStored(id) || ids.includes(id));
      return [...ids, ...whole.filter((id) => !ids.includes(id))];
    },
    /** What a cell reads whose outputs are stored: it runs first. */
    storedInputs: (id: CellId): CellId[] =>
      (model.graph().reads.get(id) ?? []).filter((read) => model.kept.noteOf(read) !== null),
    /** What each cell that ran here computed. */
    hashesOfRuns: () => model.kept.hashesOfRuns(model.graph()),
    /** The names that a cell gave and read, as its language's reader found them. */
    namesOf: (id: CellId): CellNames | undefined => model.names.get(id),
  };
}

function numbersOf(ids: readonly CellId[]): Map<CellId, number> {
  return new Map(ids.map((id, i) => [id, i + 1]));
}
