import * as Y from "yjs";
import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import type { Document } from "@/lib/notebooks/document";
import { findNotebook } from "@/lib/notebooks/queries";
import { applyDifference } from "@/lib/notebooks/shared-difference";
import { progressOf, type NotebookPlace } from "@/lib/notebooks/shared-store";
import { every } from "./every";
import { hear, keep, openRoom, revise, type NotebookRoom, type Person } from "./notebook-room";

/** How often what other servers kept is looked for, in milliseconds. */
const lookEvery = 1_000;
type Open = { place: NotebookPlace; room: Promise<NotebookRoom>; uses: number };
const keyOf = ({ projectId, id }: NotebookPlace) => `${projectId} ${id}`;

/** The notebooks that are open on a server. */
export type NotebookRooms = ReturnType<typeof notebookRooms>;

/** Keeps a room for each notebook that somebody has open or changes, for as long as they do. */
export function notebookRooms(db: Db, now: () => Date) {
  const open = new Map<string, Open>();
  const isShared = directOf(db).provider === "postgresql";
  const timer = isShared
    ? every(
        lookEvery,
        () => look(db, open),
        (error) => console.error(error),
      )
    : undefined;
  timer?.unref();

  async function enter(place: NotebookPlace): Promise<{ room: NotebookRoom; leave: () => Promise<void> }> {
    const key = keyOf(place);
    const found = open.get(key);
    if (!found && open.size >= limits.openNotebooks)
      throw new AppError("TOO_MANY", "Too many notebooks are open on this server. Try again in a moment.");
    const one = found ?? { place, room: openRoom(db, now, place), uses: 0 };
    if (!found) open.set(key, one);
    one.uses += 1;
    const leave = async () => {
      one.uses -= 1;
      if (one.uses > 0) return;
      const room = await one.room.catch(() => null);
      if (room) await revise(room).catch((error: unknown) => console.error(error));
      if (one.uses === 0 && open.get(key) === one) open.delete(key);
    };
    try {
      return { room: await one.room, leave };
    } catch (error) {
      await leave();
      throw error;
    }
  }

  return {
    enter,
    /**
     * Changes a notebook as somebody changed the revision that they had.
     *
     * @returns the revision that holds what they sent, and the one that holds the notebook with it
     * @throws {AppError} NOT_FOUND; INVALID
     */
    save: async (place: NotebookPlace, by: Person, sent: Sent) => {
      const { room, leave } = await enter(place);
      try {
        return await save(room, by, sent);
      } finally {
        await leave();
      }
    },
    /** The number of the revision that holds what is written now. @throws {AppError} NOT_FOUND */
    newest: async (place: NotebookPlace): Promise<number> => {
      const { room, leave } = await enter(place);
      try {
        return (await revise(room)).at(-1)!;
      } finally {
        await leave();
      }
    },
    /** Deletes a notebook: what was written is a revision before, and all who have it open are let go. */
    close: async (place: NotebookPlace, act: () => Promise<void>) => {
      const room = await open.get(keyOf(place))?.room.catch(() => null);
      if (room) await revise(room);
      await act();
      for (const guest of room?.guests ?? []) guest.gone();
    },
    stop: async () => {
      clearInterval(timer);
      for (const { room } of open.values()) await room.then(endRoom).catch(() => undefined);
    },
  };
}

async function endRoom(room: NotebookRoom): Promise<void> {
  for (const guest of room.guests) guest.stopped();
  await revise(room);
}

/** What somebody sent: a text, and the revision that they made it from. */
type Sent = { document: Document; revision: number };

/** Text that others wrote since stays: then what was sent is a revision, and what it became is the next. */
async function save(room: NotebookRoom, by: Person, { document, revision }: Sent) {
  const { db, place } = room;
  const { document: base } = await findNotebook(db, place.projectId, place.id, revision);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(room.stored.doc));
  const vector = Y.encodeStateVector(copy);
  applyDifference(copy, { base, target: document });
  await keep(room, Y.encodeStateAsUpdate(copy, vector), by, null);
  const numbers = await revise(room, { document, by });
  return { revision: numbers[0]!, newest: numbers.at(-1)! };
}

/** Reads what other servers kept of the notebooks that are open here. */
async function look(db: Db, open: ReadonlyMap<string, Open>): Promise<void> {
  if (open.size === 0) return;
  for (const seen of await progressOf(
    db,
    [...open.values()].map(({ place }) => place),
  )) {
    const room = await open.get(keyOf(seen))?.room.catch(() => null);
    if (room) await hear(room, seen);
  }
}
