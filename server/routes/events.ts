import type { FastifyInstance } from "fastify";
import * as z from "zod";
import type { Member } from "@/lib/auth/member";
import type { Db } from "@/lib/db/client";
import { coalesce } from "@/lib/db/coalesce";
import { bus, type Signal } from "@/lib/events/bus";
import { mayHear } from "@/lib/events/heard";
import { eventsAfter, isTooLongAgo, newestEvent } from "@/lib/events/read";
import { projectRoute } from "@/lib/http/route";
import { limits } from "@/lib/limits";
import { rowNumberText } from "@/lib/row-number";
import type { Deps } from "../deps";
import { openStream, type Stream } from "../stream";
import { watchRights } from "../watch-rights";

const lastEventId = rowNumberText.optional();
const query = z.strictObject({ after: rowNumberText.optional() });

export function eventRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/events",
      permission: "project:read",
      summary: "What happens in a project, as server-sent events; resumes after `Last-Event-ID`",
      query,
      resources: "filtered",
    },
    async ({ member, query: { after }, request, reply }) => {
      const named = lastEventId.parse(request.headers["last-event-id"]) ?? after;
      const newest = await newestEvent(db, member.project.id);
      const isAhead = named !== undefined && named > newest; // of a database that was put back since
      const last = isAhead ? newest : (named ?? newest);
      const listener: Listener = { db, member, last, stream: null };
      const close = watchRights({
        db,
        member,
        permission: "project:read",
        resources: "filtered",
        changed: (now) => (listener.member = now),
        ended: () => listener.stream?.cut(),
      });
      listener.stream = openStream(reply, "text/event-stream");
      if (isAhead) listener.stream.offer(resetAt(last));
      listen(listener, listener.stream, close);
      return reply;
    },
  );
}

type Listener = { db: Db; member: Member; last: number; stream: Stream | null };

/** Tells a listener what happens for as long as they stay. */
function listen(listener: Listener, stream: Stream, close: () => void): void {
  const projectId = listener.member.project.id;
  let telling: Promise<void> | null = null;
  let again = false;
  const tell = () => {
    again = true;
    telling ??= (async () => {
      while (again && !stream.signal.aborted) {
        again = false;
        await tellNew(listener, stream);
      }
    })()
      .catch(() => stream.cut()) // the page comes back, and is told from where it was
      .finally(() => (telling = null));
  };
  const wake = (id: string) => id === projectId && tell();
  const pass = (signal: Signal) => {
    if (signal.projectId === projectId && mayHear(listener.member, signal)) stream.offer(framed(signal));
  };
  const pulse = setInterval(() => {
    stream.offer(": still here\n\n");
    tell(); // what another server wrote
  }, limits.rightsCheckMilliseconds);
  bus().on("project", wake).on("signal", pass);
  const stop = () => {
    clearInterval(pulse);
    bus().off("project", wake).off("signal", pass);
    close();
  };
  if (stream.signal.aborted) return stop();
  stream.signal.addEventListener("abort", stop);
  stream.offer(`retry: 1000\n: ${listener.last}\n\n`);
  tell();
}

async function tellNew(listener: Listener, stream: Stream): Promise<void> {
  const { db, member } = listener;
  const projectId = member.project.id;
  if (await isTooLongAgo(db, projectId, listener.last)) {
    listener.last = await newestEvent(db, projectId);
    await stream.send(resetAt(listener.last));
  }
  for (;;) {
    const events = await newEvents(db, { projectId, after: listener.last });
    if (events.length === 0) return;
    for (const event of events) {
      if (mayHear(listener.member, event) && !(await stream.send(`id: ${event.id}\n${framed(event)}`)))
        return;
      listener.last = event.id;
    }
  }
}

/** Tells a page to draw itself anew, and to listen from an event on. */
function resetAt(id: number): string {
  return `id: ${id}\nevent: reset\ndata: {}\n\n`;
}

/** All who have heard the same are told the same: one reading for them. */
const newEvents = coalesce(
  ({ projectId, after }: { projectId: string; after: number }) => `${projectId} ${after}`,
  (db: Db, { projectId, after }) => eventsAfter(db, projectId, after),
);

/** An event under the noun that it is about, with its name and what it tells. */
function framed({ kind, data }: { kind: string; data: string }): string {
  const told = JSON.stringify({ name: kind, ...(JSON.parse(data) as object) });
  return `event: ${kind.split(".")[0]}\ndata: ${told}\n\n`;
}
