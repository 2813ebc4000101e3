import { randomUUID } from "node:crypto";
import * as Y from "yjs";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import type { Document } from "./document";
import { findNotebook } from "./queries";
import { documentOf, sharedFrom } from "./shared-document";

/** Which notebook of which project. */
export type NotebookPlace = { projectId: string; id: string };
/** A shared document with the number of the newest change that it holds. */
export type StoredNotebook = { doc: Y.Doc; epoch: string; number: number };

/**
 * The shared document of a notebook as it is kept. Its history begins with the newest revision where there
 * is none yet or what is kept cannot be read, and anew with its text where it has grown beyond its bound.
 *
 * @throws {AppError} NOT_FOUND
 */
export async function openShared(db: Db, place: NotebookPlace): Promise<StoredNotebook> {
  for (;;) {
    const { epoch } = await requireNotebook(db, place);
    const stored = epoch === null ? null : await readShared(db, place, epoch);
    const size = stored ? Y.encodeStateAsUpdate(stored.doc).length : 0;
    if (stored && size <= limits.notebookStateBytes) return stored;
    const { document } = stored
      ? { document: documentOf(stored.doc) }
      : await findNotebook(db, place.projectId, place.id);
    await beginHistory(db, place, { epoch, ...(stored ? { changes: stored.number } : {}) }, document);
  }
}

/** The text of a notebook as it is now, also of one that nobody opened yet. @throws {AppError} NOT_FOUND */
export async function currentDocument(db: Db, place: NotebookPlace): Promise<Document> {
  const { epoch } = await requireNotebook(db, place);
  const stored = epoch === null ? null : await readShared(db, place, epoch);
  if (stored) return documentOf(stored.doc);
  return (await findNotebook(db, place.projectId, place.id)).document;
}

/** Who made the newest change that is kept by itself, as the product speaks of them; null where none is. */
export async function lastWriter(db: Db, { projectId, id }: NotebookPlace): Promise<string | null> {
  const newest = await db.notebookChange.findFirst({
    where: { projectId, notebookId: id },
    select: { savedBy: true },
    orderBy: { number: "desc" },
  });
  return newest?.savedBy ?? null;
}

/** How far notebooks are that a server has open, at most as many as it may. */
export async function progressOf(db: Db, places: readonly NotebookPlace[]) {
  return db.notebook.findMany({
    where: { OR: places.map(({ projectId, id }) => ({ projectId, id })) },
    select: { id: true, projectId: true, epoch: true, changes: true, revision: true },
    take: limits.openNotebooks,
  });
}

/** Changes with a higher number, the oldest first, at most a page of them. */
async function changesAfter(db: Tx, { projectId, id }: NotebookPlace, number: number) {
  return db.notebookChange.findMany({
    where: { projectId, notebookId: id, number: { gt: number } },
    orderBy: { number: "asc" },
    take: limits.notebookChangesKept,
  });
}

/**
 * Keeps a change.
 *
 * @returns its number; where others were kept since, it is more than one above the caller's
 * @throws {AppError} CONFLICT when the notebook's history has begun anew
 */
export async function keepChange(
  db: Db,
  { projectId, id }: NotebookPlace,
  { epoch, bytes, savedBy, savedAt }: { epoch: string; bytes: Uint8Array; savedBy: string; savedAt: Date },
): Promise<number> {
  return db.$transaction(async (tx) => {
    const { count } = await tx.notebook.updateMany({
      where: { id, projectId, epoch, deletedAt: null },
      data: { changes: { increment: 1 }, updatedAt: savedAt },
    });
    if (count === 0) throw new AppError("CONFLICT", "This notebook's history has begun anew.");
    const { changes: number } = await requireNotebook(tx, { projectId, id });
    await tx.notebookChange.create({
      data: { projectId, notebookId: id, number, bytes: new Uint8Array(bytes), savedBy, savedAt },
    });
    return number;
  });
}

/** Puts all changes up to a number into the state, unless others were kept since. */
export async function compactShared(
  db: Db,
  { projectId, id }: NotebookPlace,
  { doc, epoch, number }: StoredNotebook,
): Promise<boolean> {
  const bytes = new Uint8Array(Y.encodeStateAsUpdate(doc));
  return db.$transaction(async (tx) => {
    const isNewest = { id, projectId, epoch, changes: number };
    const { count } = await tx.notebook.updateMany({ where: isNewest, data: { changes: number } });
    if (count === 0) return false;
    await writeState(tx, { projectId, id }, number, bytes);
    return true;
  });
}

async function writeState(tx: Tx, { projectId, id }: NotebookPlace, number: number, bytes: Uint8Array) {
  const state = { number, bytes: new Uint8Array(bytes) };
  await tx.notebookState.upsert({
    where: { notebookId: id, projectId },
    create: { notebookId: id, projectId, ...state },
    update: state,
  });
  await tx.notebookChange.deleteMany({ where: { projectId, notebookId: id, number: { lte: number } } });
}

/** What is kept of a history; null where it cannot be read. */
async function readShared(db: Db, place: NotebookPlace, epoch: string): Promise<StoredNotebook | null> {
  try {
    const stored = await catchUp(db, place, { doc: new Y.Doc(), epoch, number: -1 });
    return stored.number < 0 ? null : stored;
  } catch (error) {
    if (!(error instanceof AppError && error.code === "DAMAGED")) throw error;
    console.error(error.message);
    return null;
  }
}

/** Reads what was kept since into a document; what became part of the state meanwhile comes from there. */
export async function catchUp(db: Tx, place: NotebookPlace, stored: StoredNotebook): Promise<StoredNotebook> {
  for (;;) {
    const changes = await changesAfter(db, place, stored.number);
    const [first] = changes;
    if (first?.number === stored.number + 1) {
      for (const { bytes, number } of changes) {
        applyKept(stored.doc, bytes, place);
        stored.number = number;
      }
      continue;
    }
    const state = await db.notebookState.findFirst({
      where: { projectId: place.projectId, notebookId: place.id, number: { gt: stored.number } },
    });
    if (!state) return stored;
    applyKept(stored.doc, state.bytes, place);
    stored.number = state.number;
  }
}

function applyKept(doc: Y.Doc, bytes: Uint8Array, { id }: NotebookPlace): void {
  try {
    Y.applyUpdate(doc, bytes, "store");
  } catch {
    throw new AppError("DAMAGED", `The shared document of notebook ${id} cannot be read.`);
  }
}

/** Begins a history with a text, unless somebody else did or changed the one that is there. */
async function beginHistory(
  db: Db,
  { projectId, id }: NotebookPlace,
  before: { epoch: string | null; changes?: number },
  document: Document,
): Promise<void> {
  const bytes = Y.encodeStateAsUpdate(sharedFrom(document));
  await db.$transaction(async (tx) => {
    const { count } = await tx.notebook.updateMany({
      where: { id, projectId, ...before },
      data: { epoch: randomUUID() },
    });
    if (count === 0) return;
    const { changes } = await requireNotebook(tx, { projectId, id });
    await writeState(tx, { projectId, id }, changes, bytes);
  });
}

async function requireNotebook(tx: Tx, { projectId, id }: NotebookPlace) {
  const found = await tx.notebook.findFirst({
    where: { id, projectId, deletedAt: null },
    select: { epoch: true, changes: true },
  });
  if (!found) throw new AppError("NOT_FOUND", "There is no such notebook in this project.");
  return found;
}
