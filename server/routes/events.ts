import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { requireMember } from "@/lib/auth/member";
import { bus, type Signal } from "@/lib/events/bus";
import { mayHear } from "@/lib/events/heard";
import { eventsAfter, newestEvent } from "@/lib/events/read";
import { projectRoute } from "@/lib/http/route";
import type { Deps } from "../deps";

const query = z.strictObject({ after: z.coerce.number().int().min(0).optional() });
/** Writes of another replica reach a stream at the latest after this many milliseconds. */
const heartbeat = 5_000;

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
    },
    async ({ member, query: { after }, request, reply }) => {
      const projectId = member.project.id;
      const named = Number(request.headers["last-event-id"] ?? after ?? NaN);
      let holder = member;
      let last = Number.isFinite(named) ? named : await newestEvent(db, projectId);
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      raw.write(`retry: 1000\n: ${last}\n\n`);

      let sending = Promise.resolve();
      const send = () => {
        sending = sending
          .then(async (): Promise<void> => {
            for (const event of await eventsAfter(db, projectId, last)) {
              if (mayHear(holder, event)) raw.write(`id: ${event.id}\n${framed(event)}`);
              last = event.id;
            }
          })
          .catch(() => void raw.destroy());
      };
      const wake = (id: string) => id === projectId && send();
      const pass = (signal: Signal) =>
        signal.projectId === projectId && mayHear(holder, signal) && raw.write(framed(signal));
      bus().on("project", wake).on("signal", pass);
      const timer = setInterval(() => {
        raw.write(": still here\n\n");
        requireMember(db, member.person, member.project.slug, "project:read").then(
          (now) => {
            holder = now;
            send();
          },
          () => raw.destroy(),
        ); // a right that was taken away ends the stream
      }, heartbeat);
      raw.on("close", () => {
        clearInterval(timer);
        bus().off("project", wake).off("signal", pass);
      });
      send();
      return reply;
    },
  );
}

/** An event under the noun that it is about, with its name and what it tells. */
function framed({ kind, data }: { kind: string; data: string }): string {
  const told = JSON.stringify({ name: kind, ...(JSON.parse(data) as object) });
  return `event: ${kind.split(".")[0]}\ndata: ${told}\n\n`;
}
