import { randomUUID } from "node:crypto";
import * as Y from "yjs";
import { mayOn, type Member } from "@/lib/auth/member";
import { AppError } from "@/lib/errors";
import { problemOf } from "@/lib/http/problem";
import { limits } from "@/lib/limits";
import { toBytes, toText } from "@/lib/notebooks/byte-text";
import { readFromPage, type FromPage, type ToPage } from "@/lib/notebooks/live-protocol";
import { notebookParams } from "@/lib/notebooks/schema";
import type { Deps } from "./deps";
import { farewell } from "./farewells";
import { inTurn } from "./in-turn";
import { keep, revise, type Guest, type NotebookRoom } from "./notebook-room";
import type { NotebookRooms } from "./notebook-rooms";
import { messagePace } from "./pace";
import { presence } from "./presence";
import { projectSocket, type Sockets } from "./sockets";
import { acceptWebSocket } from "./web-socket";

/** Lets pages work on a notebook together; who may read it hears, and who may write it is heard. */
export function notebookSocket(sockets: Sockets, { db, config }: Deps, rooms: NotebookRooms): void {
  projectSocket(
    sockets,
    { db, config },
    {
      url: "/api/projects/:projectSlug/notebooks/:notebookId/live",
      permission: "notebook:read",
      summary: "A notebook that several people work on",
      params: notebookParams,
      resources: ({ params }) => [{ kind: "notebook", id: params.notebookId }],
    },
    ({ member, params, ...upgrade }) => {
      const connection = acceptWebSocket({
        ...upgrade,
        heard: (text) => page.heard(text),
        closed: () => page.closed(),
      });
      const page = openPage(rooms, member, params.notebookId, {
        send: (said) => connection.send(JSON.stringify(said)),
        close: connection.close,
      });
      return { changed: page.changed, ended: () => connection.close(farewell.notAllowed) };
    },
  );
}

type Wire = { send: (said: ToPage) => void; close: (code: number) => void };
type Page = { wire: Wire; id: string; guest: Guest; member: Member; mayWrite: () => boolean };

/** One page that has a notebook open: what it says is done one after the other. */
function openPage(rooms: NotebookRooms, opened: Member, notebookId: string, wire: Wire) {
  const turn = inTurn();
  const keepsPace = messagePace(limits.livePace, performance.now.bind(performance));
  const page: Page = {
    ...{ wire, id: randomUUID(), member: opened },
    mayWrite: () => mayOn(page.member, "notebook:write", "notebook", notebookId),
    guest: {
      changed: (update) => wire.send({ op: "change", update: toText(update) }),
      revised: (revision) => wire.send({ op: "revised", revision }),
      begunAnew: () => wire.close(farewell.begunAnew),
      gone: () => wire.close(farewell.notHere),
      stopped: () => wire.close(farewell.stopped),
    },
  };
  const entering = rooms.enter({ projectId: opened.project.id, id: notebookId });
  let isClosed = false;
  entering.catch((error: unknown) => {
    const { code } = problemOf(error);
    if (code === "INTERNAL") console.error(`opening notebook ${notebookId}`, error);
    wire.close(farewell.notHere);
  });
  return {
    heard: (text: string) => {
      if (!keepsPace(text.length)) return wire.close(farewell.tooFast);
      const said = readFromPage(text);
      if (!said) return wire.close(farewell.wrong);
      const answering = turn(async () => {
        const { room } = await entering;
        if (!isClosed) await begin(page, room, said);
      });
      answering.catch(() => wire.close(farewell.notHere));
    },
    changed: (member: Member) => {
      const before = page.mayWrite();
      page.member = member;
      if (page.mayWrite() !== before) wire.send({ op: "rights", mayWrite: !before });
    },
    closed: () => {
      isClosed = true;
      void entering.then(({ room, leave }) => {
        room.guests.delete(page.guest);
        presence(room).leave(page.id);
        return leave();
      }, ignored);
    },
  };
}

/** Who could not come in was told so already. */
const ignored = () => undefined;

/** Does what a page asks; a change is answered when it is kept, and the next one read meanwhile. */
async function begin(page: Page, room: NotebookRoom, said: FromPage): Promise<void> {
  if (said.op === "hello") return room.turn(async () => welcome(page, room, said));
  if (said.op === "at")
    return presence(room).move(page.id, {
      name: page.member.person.name,
      send: page.wire.send,
      at: said.at,
    });
  const { n } = said;
  const refuse = (error: unknown) => {
    const { code, detail } = problemOf(error);
    if (code === "INTERNAL") console.error(`a change of notebook ${room.place.id}`, error);
    page.wire.send({ op: "refused", n, code, message: detail });
  };
  if (!page.mayWrite())
    return refuse(new AppError("FORBIDDEN", "You may read this notebook; what you write is not kept."));
  if (said.op === "save")
    return revise(room).then(
      (numbers) => page.wire.send({ op: "saved", n, revision: numbers.at(-1)! }),
      refuse,
    );
  keep(room, toBytes(said.update), page.member.actor, page.guest).then(
    () => page.wire.send({ op: "kept", n }),
    refuse,
  );
}

/** A page of another history gets all of this one, and says by itself what it has of the other. */
async function welcome(page: Page, room: NotebookRoom, { epoch, vector }: FromPage & { op: "hello" }) {
  const { doc } = room.stored;
  const known = epoch === room.stored.epoch ? toBytes(vector) : undefined;
  room.guests.add(page.guest);
  page.wire.send({
    op: "welcome",
    epoch: room.stored.epoch,
    you: page.member.person.id,
    mayWrite: page.mayWrite(),
    revision: room.revision,
    update: toText(Y.encodeStateAsUpdate(doc, known)),
    vector: toText(Y.encodeStateVector(doc)),
  });
}
