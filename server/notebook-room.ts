import * as Y from "yjs";
import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { reviseNotebook } from "@/lib/notebooks/commands";
import { toHtml, type Document } from "@/lib/notebooks/document";
import { findNotebook } from "@/lib/notebooks/queries";
import { documentOf } from "@/lib/notebooks/shared-document";
import { applyChecked } from "@/lib/notebooks/shared-rules";
import {
  catchUp,
  compactShared,
  keepChange,
  lastWriter,
  openShared,
  type NotebookPlace,
  type StoredNotebook,
} from "@/lib/notebooks/shared-store";
import { inTurn, type InTurn } from "./in-turn";

export type Person = Actor & { id: string };
/** Somebody who has a notebook open: hears of changes once they are kept, of revisions, of a new history. */
export type Guest = {
  changed: (update: Uint8Array) => void;
  revised: (revision: number) => void;
  begunAnew: () => void;
  /** The notebook was deleted. */
  gone: () => void;
  /** The server stops. */
  stopped: () => void;
};
type Waiting = { update: Uint8Array; by: Person; from: Guest | null; done: PromiseWithResolvers<void> };

/** A notebook that is open on this server. */
export type NotebookRoom = {
  db: Db;
  now: () => Date;
  place: NotebookPlace;
  stored: StoredNotebook;
  /** The newest revision. */
  revision: number;
  guests: Set<Guest>;
  waiting: Waiting[];
  turn: InTurn;
  /** Who wrote last, since when something is in no revision, and what makes one. */
  lastBy: Person | null;
  unrevisedSince: number | null;
  timer: NodeJS.Timeout | undefined;
  /** The change up to which all are known to be part of the state. */
  compacted: number;
};

/**
 * Opens a notebook's room with what is kept of it; what a server that was killed left is made a revision.
 * @throws {AppError} NOT_FOUND
 */
export async function openRoom(db: Db, now: () => Date, place: NotebookPlace): Promise<NotebookRoom> {
  const stored = await openShared(db, place);
  const { revision, html, savedBy } = await findNotebook(db, place.projectId, place.id);
  const room: NotebookRoom = {
    ...{ db, now, place, stored, revision, turn: inTurn() },
    ...{ guests: new Set(), waiting: [], lastBy: null, unrevisedSince: null, timer: undefined },
    compacted: 0,
  };
  if (toHtml(documentOf(stored.doc)) !== html) {
    room.lastBy = { ...system, id: (await lastWriter(db, place)) ?? savedBy };
    reviseSoon(room);
  }
  return room;
}

const system = { name: "Perihelion", via: "system", viaId: null, from: null } as const;

/** Keeps a change: when this is done it would survive a power cut. @throws {AppError} INVALID */
export function keep(room: NotebookRoom, update: Uint8Array, by: Person, from: Guest | null): Promise<void> {
  const done = Promise.withResolvers<void>();
  room.waiting.push({ update, by, from, done });
  room.turn(() => keepWaiting(room)).catch(done.reject);
  return done.promise;
}

/** Keeps all that waits by one write; what is wrong is refused by itself. */
async function keepWaiting(room: NotebookRoom): Promise<void> {
  const batch = room.waiting.splice(0);
  if (batch.length === 0) return;
  try {
    const { kept, made } = await applyBatch(room, batch);
    if (made.length > 0) await write(room, made, kept.at(-1)!.by);
    for (const { update, from, done } of kept) {
      for (const guest of room.guests) if (guest !== from) guest.changed(update);
      done.resolve();
    }
  } catch (error) {
    for (const { done } of batch) done.reject(error);
    return reload(room); // the document holds what was not kept
  }
  if (room.stored.number - room.compacted < limits.notebookChangesKept) return;
  if (await compactShared(room.db, room.place, room.stored)) room.compacted = room.stored.number;
}

/** Applies changes; after one that is wrong the document is read anew, and the others are applied again. */
async function applyBatch(
  room: NotebookRoom,
  batch: readonly Waiting[],
): Promise<{ kept: readonly Waiting[]; made: Uint8Array[] }> {
  const made: Uint8Array[] = [];
  const note = (update: Uint8Array) => void made.push(update);
  for (const one of batch) {
    const { doc } = room.stored;
    doc.on("update", note);
    const fault = applyChecked(doc, one.update);
    doc.off("update", note);
    if (fault === null) continue;
    one.done.reject(new AppError("INVALID", fault));
    await reload(room);
    return applyBatch(
      room,
      batch.filter((other) => other !== one),
    );
  }
  return { kept: batch, made };
}

async function write(room: NotebookRoom, made: Uint8Array[], by: Person): Promise<void> {
  const { db, place, stored } = room;
  const { epoch } = stored;
  const bytes = Y.mergeUpdates(made);
  const number = await keepChange(db, place, { epoch, bytes, savedBy: by.id, savedAt: room.now() });
  if (number === stored.number + 1) stored.number = number;
  else await learn(room); // another server kept some in between
  room.lastBy = by;
  reviseSoon(room);
}

/** Reads the document anew. Pages that hold more than it keep that, and send it again. */
async function reload(room: NotebookRoom): Promise<void> {
  const { epoch } = room.stored;
  room.stored = await openShared(room.db, room.place);
  if (room.stored.epoch !== epoch) for (const guest of room.guests) guest.begunAnew();
}

/** Reads what others kept, and tells guests of it. */
async function learn({ db, place, stored, guests }: NotebookRoom): Promise<void> {
  const tell = (update: Uint8Array) => guests.forEach((guest) => guest.changed(update));
  stored.doc.on("update", tell);
  try {
    await catchUp(db, place, stored);
  } finally {
    stored.doc.off("update", tell);
  }
}

/** Reads what other servers kept, or begins anew where the history did. */
export function hear(
  room: NotebookRoom,
  seen: { epoch: string | null; changes: number; revision: number },
): Promise<void> {
  return room.turn(async () => {
    if (seen.epoch !== room.stored.epoch) await reload(room);
    else if (seen.changes > room.stored.number) await learn(room);
    if (seen.revision > room.revision) tellRevision(room, seen.revision);
  });
}

function reviseSoon(room: NotebookRoom): void {
  const at = Date.now();
  room.unrevisedSince ??= at;
  clearTimeout(room.timer);
  const left = room.unrevisedSince + limits.revisionLatestMilliseconds - at;
  room.timer = setTimeout(
    () => void revise(room).catch((error: unknown) => console.error(error)),
    Math.max(0, Math.min(limits.revisionPauseMilliseconds, left)),
  );
  room.timer.unref();
}

/**
 * Makes revisions of a text that somebody sent and then of what is kept now, each where it differs from the
 * one before.
 *
 * @returns the numbers of the revisions that hold each
 */
export function revise(
  room: NotebookRoom,
  sent: { document: Document; by: Person } | null = null,
): Promise<number[]> {
  return room.turn(async () => {
    const { db, place } = room;
    clearTimeout(room.timer);
    const by = sent?.by ?? room.lastBy;
    if (!by || (!sent && room.unrevisedSince === null)) return [room.revision];
    const documents = [...(sent ? [sent.document] : []), documentOf(room.stored.doc)];
    const numbers = await reviseNotebook(db, by, { ...place, documents, now: room.now() });
    room.unrevisedSince = null;
    tellRevision(room, numbers.at(-1)!);
    return numbers;
  });
}

function tellRevision(room: NotebookRoom, revision: number): void {
  if (revision === room.revision) return;
  room.revision = revision;
  for (const guest of room.guests) guest.revised(revision);
}
