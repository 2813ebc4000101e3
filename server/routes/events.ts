import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { requireMember } from "@/lib/auth/member";
import { hasResourceGrants } from "@/lib/auth/access-filter";
import { projectRoute } from "@/lib/http/route";
import { bus, eventsAfter, newestEvent } from "@/lib/projects/events";
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
      // Events name runs and models: who may not see all of them hears that something happened, not to what.
      let told = hasResourceGrants(member) ? () => ({}) : (data: unknown) => data;
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
              raw.write(
                `id: ${event.id}\nevent: ${event.kind}\ndata: ${JSON.stringify(told(event.data))}\n\n`,
              );
              last = event.id;
            }
          })
          .catch(() => void raw.destroy());
      };
      bus().on(projectId, send);
      const timer = setInterval(() => {
        raw.write(": still here\n\n");
        requireMember(db, member.person, member.project.slug, "project:read").then(
          (now) => {
            if (hasResourceGrants(now)) told = () => ({});
            send();
          },
          () => raw.destroy(),
        ); // a right that was taken away ends the stream
      }, heartbeat);
      raw.on("close", () => {
        clearInterval(timer);
        bus().off(projectId, send);
      });
      send();
      return reply;
    },
  );
}
