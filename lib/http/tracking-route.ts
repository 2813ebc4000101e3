import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type * as z from "zod";
import { projectIdsOf } from "@/lib/auth/grants";
import { requireMember, type Member } from "@/lib/auth/member";
import type { Permission } from "@/lib/auth/permissions";
import { authorizeResources } from "@/lib/auth/authorize-resources";
import type { ResourceOptions, ResourceRef } from "@/lib/auth/resources";
import { memberOfToken } from "@/lib/auth/token-member";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { jsonObject } from "@/lib/json";
import { requireKeepable } from "@/lib/keepable";
import { limits } from "@/lib/limits";
import { readInput } from "@/lib/tracking/fields";
import type { BodyBounds } from "./body-bounds";
import { requireShape } from "./json-shape";
import { signedIn, type Declaration } from "./route";

type Options<Input extends z.ZodType> = {
  method: Declaration["method"];
  /**
   * Below the tracking address, such as `mlflow/runs/create`; clients name it after `/api/2.0/` and its like.
   */
  path: `mlflow/${string}` | `mlflow-artifacts/${string}` | `../../${string}`;
  summary: string;
  /**
   * The fields of the body or of the query, with those of the path; MLflow passes over what it does not know.
   */
  input?: Input;
  /** What a body may hold that needs more, or may have less, than most of the protocol's. */
  bounds?: BodyBounds;
};
const trackingBody: BodyBounds = { bytes: limits.trackingBodyBytes, keys: limits.jsonKeys };

type NamesResources<Input extends z.ZodType> = (
  input: z.output<Input>,
) => readonly ResourceRef[] | "filtered";

/** Where a client names no project in the address, this stands for it. */
export const unnamedProject = "-";

/**
 * The one way to write a route of the tracking protocol: finds the project by address, header or token,
 * reads the fields from wherever MLflow's clients put them, and checks the permission, on each of its
 * `resources` too.
 */
export function trackingRoute<P extends Permission, Input extends z.ZodType = z.ZodUnknown>(
  server: FastifyInstance,
  db: Db,
  options: Options<Input> & ResourceOptions<P, NamesResources<Input>>,
  handle: (input: {
    member: Member;
    input: z.output<Input>;
    request: FastifyRequest;
    reply: FastifyReply;
  }) => Promise<unknown>,
): void {
  const { method, permission, resources = [], summary, input, bounds = trackingBody } = options;
  const url = new URL(`http://-/mlflow/:projectSlug/api/2.0/${options.path}`).pathname;
  const declaration: Declaration = {
    method,
    url,
    summary,
    permission,
    ...(options.resources ? { resources: resources === "filtered" ? "filtered" : "named" } : {}),
    ...(input ? (method === "GET" ? { query: input } : { body: input }) : {}),
  };
  server.route({
    method,
    url,
    config: { declaration, body: bounds },
    handler: async (request, reply) => {
      const member = await memberOf(db, request, permission);
      const bytes = Number(request.headers["content-length"] ?? 0);
      if (input && method !== "PUT" && bytes > bounds.bytes)
        throw new AppError(
          "INVALID",
          `Requests of this kind must be at most ${bounds.bytes} bytes, got a request of size ${bytes}.`,
        );
      const read = readRequest(request, input, bounds);
      const named = typeof resources === "function" ? resources(read) : resources;
      await authorizeResources(db, member, permission, named);
      const answer = await handle({ member, input: read, request, reply });
      if (reply.raw.headersSent) return reply; // a file: it is on its way, or has gone
      if (typeof answer === "string" || answer instanceof Buffer)
        void reply.type("application/json; charset=utf-8"); // a document that the database made
      return answer ?? {};
    },
  });
}

/**
 * What a request says; its body is read only now, by somebody who may send it, and nothing else of it is kept
 * while the request waits for the database.
 */
function readRequest<Input extends z.ZodType>(
  request: FastifyRequest,
  input: Input | undefined,
  { keys }: BodyBounds,
): z.output<Input> {
  const body = request.body as Buffer | undefined;
  request.body = undefined;
  if (body) requireShape(body, { depth: limits.jsonDepth, keys });
  const fields = {
    ...(request.query as object),
    ...(body && body.length > 0
      ? jsonObject(body.toString("utf8"), "The request's body is no JSON object.")
      : {}),
    ...(request.params as object),
  };
  const read = (input ? readInput(input, fields) : undefined) as z.output<Input>;
  if (body?.includes("\\u0000")) requireKeepable(fields); // in what no field of the input looks at
  return read;
}

async function memberOf(db: Db, request: FastifyRequest, permission: Permission): Promise<Member> {
  const named = (request.params as { projectSlug: string }).projectSlug;
  const projectSlug = named === unnamedProject ? await projectOf(db, request) : named;
  const now = new Date();
  const secret = request.headers.authorization?.match(/^Bearer (\S+)$/i)?.[1];
  const member = secret
    ? await memberOfToken(db, { secret, projectSlug, permission, from: request.ip, now })
    : null;
  return member ?? requireMember(db, await signedIn(db, request), projectSlug, permission, { within: true });
}

/**
 * The project that a request to the bare host is about: its workspace header, its token's project, or the
 * only one that its sender is in.
 */
async function projectOf(db: Db, request: FastifyRequest): Promise<string> {
  const header = request.headers["x-mlflow-workspace"];
  if (typeof header === "string" && header !== "") return header;
  const person = await signedIn(db, request);
  if (!person)
    throw new AppError("UNAUTHENTICATED", "Sign in first: set MLFLOW_TRACKING_TOKEN, or name and password.");
  const ids = person.onlyProjectId ? [person.onlyProjectId] : await projectIdsOf(db, person.id);
  const project =
    ids.length === 1 ? await db.project.findUnique({ where: { id: ids[0]! }, select: { slug: true } }) : null;
  if (!project)
    throw new AppError(
      "INVALID",
      "Which project? Use the tracking address of one, http://host/mlflow/<project>, " +
        "or the header X-MLFLOW-WORKSPACE.",
    );
  return project.slug;
}
