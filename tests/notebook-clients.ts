import { expect } from "vitest";
import * as Y from "yjs";
import { newCellId } from "@/lib/notebooks/cell-id";
import {
  documentOf,
  editSource,
  insertCell,
  markDeleted,
  moveCell,
  orderOf,
  sharedCells,
  sharedFrom,
  sourceOf,
} from "@/lib/notebooks/shared-document";
import { applyChecked } from "@/lib/notebooks/shared-rules";
import { seededRandom } from "@/lib/stats/random";

type Someone = { doc: Y.Doc; undo: Y.UndoManager; waiting: Uint8Array[]; sign: string };

/**
 * People who work on one notebook at once: they type, insert, move, delete, bring back and undo, and what
 * they send arrives late, in another order, twice, or never before they meet again.
 *
 * @param clients how many, of at most 20
 * @param acts of each
 */
export function workTogether({ clients, acts, seed }: { clients: number; acts: number; seed: number }): void {
  const chance = seededRandom(seed);
  const below = (most: number) => Math.floor(chance() * most);
  const begun = sharedFrom({ title: "Tides", cells: [{ id: 1, mode: "ts", source: "" }] }, chance);
  const start = Y.encodeStateAsUpdate(begun);
  const typed = new Map<string, number>();
  const people = Array.from({ length: clients }, (_, i): Someone => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, start);
    const undo = new Y.UndoManager(sharedCells(doc), {
      trackedOrigins: new Set(["typing"]),
      captureTimeout: 0,
    });
    return { doc, undo, waiting: [], sign: String.fromCharCode(65 + i) };
  });
  for (const one of people)
    one.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "others") for (const other of people) if (other !== one) other.waiting.push(update);
    });
  for (let act = 0; act < acts * clients; act++) {
    const one = people[below(clients)]!;
    actAs(one, below, chance, typed);
    if (chance() < 0.3) receive(one, below);
    if (chance() < 0.02) reconnect(one, people[below(clients)]!);
  }
  meet(people, start, typed);
}

type Below = (most: number) => number;

function actAs({ doc, undo, sign }: Someone, below: Below, chance: () => number, typed: Map<string, number>) {
  const ids = orderOf(doc);
  const id = ids[below(ids.length)];
  const kind = chance();
  if (id === undefined || (kind < 0.03 && ids.length < 40)) {
    const cell = { id: newCellId(chance), mode: "ts", source: sign } as const;
    typed.set(sign, (typed.get(sign) ?? 0) + 1);
    return insertCell(doc, cell, ids[below(ids.length + 1)] ?? null, chance);
  }
  const source = sourceOf(doc, id)!;
  if (kind < 0.06) moveCell(doc, id, ids.filter((other) => other !== id)[below(ids.length)] ?? null, chance);
  else if (kind < 0.08) markDeleted(doc, id, true);
  else if (kind < 0.1) for (const key of sharedCells(doc).keys()) markDeleted(doc, Number(key), false);
  else if (kind < 0.15 && undo.undoStack.length > 0) undo.undo();
  else if (kind < 0.25 && source.length > 0) {
    // a sign of nobody, so that what people typed is never taken away but by their own undo
    const at = below(source.length);
    if (source.toString()[at] === "-") editSource(doc, id, [{ at, remove: 1, text: "" }]);
  } else if (kind < 0.4)
    doc.transact(
      () => editSource(doc, id, [{ at: below(source.length + 1), remove: 0, text: "-" }]),
      "typing",
    );
  else {
    typed.set(sign, (typed.get(sign) ?? 0) + 1);
    editSource(doc, id, [{ at: below(source.length + 1), remove: 0, text: sign }]);
  }
}

/** Takes some of what waits, in any order, some of it twice. */
function receive({ doc, waiting }: Someone, below: Below): void {
  for (let n = below(Math.min(20, waiting.length + 1)); n > 0; n--) {
    const at = below(waiting.length);
    Y.applyUpdate(doc, waiting[at]!, "others");
    if (below(10) > 0) waiting.splice(at, 1);
    if (waiting.length > 100) waiting.splice(below(waiting.length), 1);
  }
}

/** Asks somebody for what was missed, as a connection that came back does. */
function reconnect(one: Someone, other: Someone): void {
  Y.applyUpdate(one.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(one.doc)), "others");
}

/** All hear of all, as after their connections came back: they have the same, and nothing is lost. */
function meet(people: readonly Someone[], start: Uint8Array, typed: ReadonlyMap<string, number>): void {
  const server = new Y.Doc();
  Y.applyUpdate(server, start);
  // what some still wait for is part of what they send
  for (const { doc } of people)
    Y.applyUpdate(server, Y.encodeStateAsUpdate(doc, Y.encodeStateVector(server)));
  expect(applyChecked(new Y.Doc(), Y.encodeStateAsUpdate(server))).toBeNull();
  const whole = documentOf(server);
  for (const { doc } of people) {
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(server, Y.encodeStateVector(doc)), "others");
    expect(documentOf(doc)).toEqual(whole);
  }
  const ids = orderOf(server);
  expect(new Set(ids).size).toBe(ids.length);
  for (const key of sharedCells(server).keys()) markDeleted(server, Number(key), false);
  const text = documentOf(server)
    .cells.map(({ source }) => source)
    .join("");
  for (const [sign, count] of typed) expect(text.split(sign).length - 1, sign).toBe(count);
}
