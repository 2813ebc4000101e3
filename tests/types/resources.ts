import type { FastifyInstance } from "fastify";
import * as z from "zod";
import type { Db } from "@/lib/db/client";
import { pageLoader } from "@/lib/http/page-loader";
import { projectRoute } from "@/lib/http/route";
import { trackingRoute } from "@/lib/http/tracking-route";

/**
 * Never run: the compiler holds that routes and pages say which resources they touch. A line below an
 * `@ts-expect-error` that compiled would fail the type check.
 */
declare const server: FastifyInstance;
declare const db: Db;
const params = z.object({ name: z.string() });
const get = { method: "GET", url: "/api/projects/:projectSlug/x", summary: "" } as const;
const read = { method: "GET", path: "mlflow/x", summary: "" } as const;
const done = async () => ({});

// A noun without grants of its own needs none; a scoped one says them, or that its handler filters.
projectRoute(server, db, { ...get, permission: "webhook:manage" }, done);
projectRoute(server, db, { ...get, permission: "model:read", resources: "filtered" }, done);
projectRoute(server, db, { ...get, permission: "run:write", resources: () => [] }, done);
projectRoute(
  server,
  db,
  {
    ...get,
    permission: "model:read",
    params,
    resources: ({ params: { name } }) => [{ kind: "model", name: name.trim() }],
  },
  async ({ params: { name } }) => name.trim(),
);
// @ts-expect-error a model's route says which model
projectRoute(server, db, { ...get, permission: "model:promote", params }, done);
// @ts-expect-error a run's route says which run
projectRoute(server, db, { ...get, permission: "run:read" }, done);
// @ts-expect-error a job's route says which job
projectRoute(server, db, { ...get, permission: "job:cancel" }, done);
// @ts-expect-error a dataset's route says which dataset
projectRoute(server, db, { ...get, permission: "dataset:write" }, done);
// @ts-expect-error a notebook's route says which notebook
projectRoute(server, db, { ...get, permission: "notebook:read" }, done);
projectRoute(
  server,
  db,
  // @ts-expect-error what is named is a field of the request
  { ...get, permission: "model:read", params, resources: ({ params: { nam } }) => [{ kind: "model", nam }] },
  done,
);

trackingRoute(server, db, { ...read, permission: "project:read" }, done);
trackingRoute(
  server,
  db,
  { ...read, permission: "run:read", input: params, resources: ({ name }) => [{ kind: "run", uid: name }] },
  async ({ input }) => input.name.trim(),
);
// @ts-expect-error so do the routes of the tracking protocol
trackingRoute(server, db, { ...read, permission: "run:read" }, done);
// @ts-expect-error also those that write
trackingRoute(server, db, { ...read, permission: "model:register", input: params }, done);

export const overview = pageLoader({ permission: "project:read" }, done);
export const list = pageLoader({ permission: "dataset:read", resources: "filtered" }, done);
export const page = pageLoader(
  { permission: "dataset:read", resources: (name: string) => [{ kind: "dataset", name }] },
  async ({ member }, name: string, number: number | undefined) => [member.project.id, name, number] as const,
);
export const answer: Promise<readonly [string, string, number | undefined]> = page("neo", "nasa", 1);
// @ts-expect-error a page of a dataset says which dataset
export const forgets = pageLoader({ permission: "dataset:read" }, done);
export const mistakes = pageLoader(
  // @ts-expect-error what a page names is its loader's argument
  { permission: "dataset:read", resources: (id: number) => [{ kind: "dataset", name: String(id) }] },
  async (_context, name: string) => name,
);
