import { expect, onTestFinished, test } from "vitest";
import * as Y from "yjs";
import type { Db } from "@/lib/db/client";
import { limits } from "@/lib/limits";
import { createNotebook } from "@/lib/notebooks/commands";
import type { Document } from "@/lib/notebooks/document";
import { findNotebook } from "@/lib/notebooks/queries";
import { documentOf, editSource } from "@/lib/notebooks/shared-document";
import { currentDocument, openShared } from "@/lib/notebooks/shared-store";
import { hear, keep, openRoom as open, revise, type NotebookRoom, type Person } from "@/server/notebook-room";

import { freshDb, onBothDatabases, onPostgres } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

const now = () => new Date();
const writer: Person = { id: "writer", name: "Writer", via: "system", viaId: null, from: null };
const cell = (id: number, source: string) => ({ id, mode: "ts" as const, source });
const begun: Document = { title: "Tides", cells: [cell(1, "one"), cell(2, "two")] };

async function notebookOn(db: Db) {
  const project = await db.project.create({ data: { name: "NEO", slug: "neo" } });
  const { id } = await createNotebook(db, writer, { projectId: project.id, document: begun });
  return { projectId: project.id, id };
}

/** A room that makes no revision by itself once its test has ended. */
async function openRoom(...about: Parameters<typeof open>) {
  const room = await open(...about);
  onTestFinished(() => clearTimeout(room.timer));
  return room;
}

/** A page of its own: what it changes on its copy, as it sends it. */
function pageOn(room: NotebookRoom) {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(room.stored.doc));
  return {
    type: (id: number, text: string) => {
      const before = Y.encodeStateVector(copy);
      editSource(copy, id, [{ at: 0, remove: 0, text }]);
      return keep(room, Y.encodeStateAsUpdate(copy, before), writer, null);
    },
  };
}
const sourceIn = ({ cells }: Document, id: number) => cells.find((one) => one.id === id)!.source;

onBothDatabases("a shared notebook", (provider) => {
  test("holds what was kept when it is opened anew, and a revision is made of it once", async () => {
    const db = await freshDb(provider);
    const place = await notebookOn(db);
    expect(await currentDocument(db, place)).toEqual(begun);
    const room = await openRoom(db, now, place);
    const page = pageOn(room);
    await Promise.all(["a", "b", "c"].map((text) => page.type(1, text)));
    expect(sourceIn(await currentDocument(db, place), 1)).toBe("cbaone");
    expect((await findNotebook(db, place.projectId, place.id)).revision).toBe(1);
    // as after a kill: nobody made a revision, another room finds what was kept
    const after = await openRoom(db, now, place);
    expect(documentOf(after.stored.doc)).toEqual(await currentDocument(db, place));
    expect(await revise(after)).toEqual([2]);
    expect(await revise(room)).toEqual([2]);
    const { document, savedBy } = await findNotebook(db, place.projectId, place.id);
    expect([sourceIn(document, 1), savedBy]).toEqual(["cbaone", "writer"]);
  });

  test("refuses what is no change of it, keeps what came beside it, and says so", async () => {
    const db = await freshDb(provider);
    const place = await notebookOn(db);
    const room = await openRoom(db, now, place);
    const wrong = new Y.Doc();
    wrong.getMap("outputs").set("1", "large");
    const kept = pageOn(room).type(1, "kept ");
    const refused = keep(room, Y.encodeStateAsUpdate(wrong), writer, null);
    await expect(refused).rejects.toMatchObject({ code: "INVALID" });
    await kept;
    expect(sourceIn(await currentDocument(db, place), 1)).toBe("kept one");
    expect([...room.stored.doc.share.keys()]).not.toContain("outputs");
  });

  test("puts many changes into one state, which says the same", async () => {
    const db = await freshDb(provider);
    const place = await notebookOn(db);
    const room = await openRoom(db, now, place);
    const page = pageOn(room);
    for (let i = 0; i < limits.notebookChangesKept + 5; i++) await page.type(2, String(i % 10));
    await room.turn(async () => undefined);
    expect(await db.notebookChange.count({ where: { notebookId: place.id } })).toBe(5);
    expect(documentOf((await openShared(db, place)).doc)).toEqual(documentOf(room.stored.doc));
    expect(sourceIn(await currentDocument(db, place), 2)).toHaveLength(limits.notebookChangesKept + 8);
  });

  test("begins a new history with the newest revision where what is kept cannot be read", async () => {
    const db = await freshDb(provider);
    const place = await notebookOn(db);
    const room = await openRoom(db, now, place);
    await pageOn(room).type(1, "kept ");
    await revise(room);
    let anew = 0;
    const deaf = { changed: () => undefined, revised: () => undefined, stopped: () => undefined };
    room.guests.add({ ...deaf, gone: () => undefined, begunAnew: () => (anew += 1) });
    await db.notebookState.updateMany({
      where: { notebookId: place.id },
      data: { bytes: new Uint8Array([9]) },
    });
    const other = await openRoom(db, now, place);
    expect(other.stored.epoch).not.toBe(room.stored.epoch);
    expect(sourceIn(documentOf(other.stored.doc), 1)).toBe("kept one");
    // whoever still works on the old history is not mixed into the new one
    await expect(pageOn(room).type(1, "old ")).rejects.toMatchObject({ code: "CONFLICT" });
    await room.turn(async () => undefined);
    expect(anew).toBe(1);
    expect(sourceIn(await currentDocument(db, place), 1)).toBe("kept one");
  });

  test("two who save from one revision lose nothing, nor what they never read of each other", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const notebooks = `${root}/notebooks`;
    const { body: made } = await instance.admin<{ id: string }>("POST", notebooks, { title: "Tides" });
    const at = `${notebooks}/${made.id}`;
    const save = async (revision: number, ...sources: string[]) => {
      const cells = sources.map((source, i) => cell(i + 1, source));
      const sent = { title: "Tides", revision, cells };
      return (await instance.admin<{ revision: number; newest: number }>("PUT", at, sent)).body;
    };
    expect(await save(1, "one", "two")).toEqual({ revision: 2, newest: 2 });
    expect(await save(2, "one, mine", "two")).toEqual({ revision: 3, newest: 3 });
    const theirs = await save(2, "one", "two\r\nand theirs");
    expect(theirs).toEqual({ revision: 4, newest: 5 });
    await save(theirs.revision, "one", "two\nand theirs, more");
    const never = { title: "Tides", revision: 99, cells: [cell(1, "one")] };
    const refused = await instance.admin<{ detail: string }>("PUT", at, never);
    expect(refused.status).toBe(404);
    expect(refused.body.detail).toMatch(/^This notebook has no revision 99; the newest is \d\.$/);
    const { body } = await instance.admin<{ document: Document }>("GET", at);
    expect(body.document.cells).toEqual([cell(1, "one, mine"), cell(2, "two\nand theirs, more")]);
  });
});

onPostgres("a notebook that is open on two servers", () => {
  test("gets what is typed on both at the same moment, all of it and once", async () => {
    const db = await freshDb("postgresql");
    const place = await notebookOn(db);
    const rooms = await Promise.all([openRoom(db, now, place), openRoom(db, now, place)]);
    expect(rooms[0].stored.epoch).toBe(rooms[1].stored.epoch);
    const typing = async (room: NotebookRoom, sign: string) => {
      const page = pageOn(room);
      for (let i = 0; i < limits.notebookChangesKept; i++) await page.type(1, sign);
    };
    await Promise.all([typing(rooms[0], "L"), typing(rooms[1], "R")]);
    const [seen] = await db.notebook.findMany({ where: { id: place.id } });
    await Promise.all(rooms.map((room) => hear(room, seen!)));
    const texts = [...rooms.map(({ stored }) => documentOf(stored.doc)), await currentDocument(db, place)];
    for (const text of texts) {
      expect(text).toEqual(texts[0]);
      expect(sourceIn(text, 1).split("L")).toHaveLength(limits.notebookChangesKept + 1);
      expect(sourceIn(text, 1).split("R")).toHaveLength(limits.notebookChangesKept + 1);
    }
  });
});
