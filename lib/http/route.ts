import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import { personOf, type Person } from "@/lib/auth/identity";
import { noteFirstUse } from "@/lib/auth/last-used";
import { requireMember, type Member } from "@/lib/auth/member";
import { authorizeResources } from "@/lib/auth/authorize-resources";
import type { ResourceOptions, ResourceRef } from "@/lib/auth/resources";
import type { InstancePermission, Permission } from "@/lib/auth/permissions";
import { requireAdministrator } from "@/lib/auth/users";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { requireKeepable } from "@/lib/keepable";
import { goneSignal } from "./gone";
import { plainBody, type BodyBounds } from "./body-bounds";
import { once } from "./idempotency";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

type Options<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = {
  method: Method;
  /** What it does, for the OpenAPI document. */
  summary: string;
  params?: Params;
  query?: Query;
  body?: Body;
  /** Bounds of a JSON body that needs more than `plainBody` allows. */
  bounds?: BodyBounds;
  /** For requests whose body the handler reads itself, such as an upload. */
  rawBody?: boolean;
  /**
   * For a POST: whether its answer holds no secret and is small, so that it is kept for a day and given
   * again to the same `Idempotency-Key`. Otherwise a repeated request is refused.
   */
  keepAnswer?: boolean;
  /** Whether it answers 202 with a job where the work is large, or where its sender prefers so. */
  mayBecomeJob?: boolean;
};

type Parsed<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = {
  params: z.output<Params>;
  query: z.output<Query>;
  body: z.output<Body>;
};
type Input<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = Parsed<
  Params,
  Query,
  Body
> & {
  request: FastifyRequest;
  reply: FastifyReply;
  /** Ends when whoever asked has gone; what takes long stops then. */
  signal: AbortSignal;
};
type NamesResources<Parameter> = (input: Parameter) => readonly ResourceRef[] | "filtered";

/** What the OpenAPI document and the policy test read of a route. */
export type Declaration = {
  method: Method;
  url: string;
  summary: string;
  permission: Permission | InstancePermission;
  /** Whether its sender's grants on single resources decide, or filter what it lists. */
  resources?: "named" | "filtered";
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  keepAnswer?: boolean;
  mayBecomeJob?: boolean;
};

const nothing = z.unknown();

/**
 * The one way to write a route inside a project: checks the permission, parses path, query and body
 * strictly, checks the permission on each of its `resources`, answers JSON. A stranger learns nothing from
 * what cannot be parsed. A POST with an `Idempotency-Key` is carried out once; its answer is given again
 * where the route says that it may be kept.
 */
export function projectRoute<
  P extends Permission,
  Params extends z.ZodType = z.ZodUnknown,
  Query extends z.ZodType = z.ZodUnknown,
  Body extends z.ZodType = z.ZodUnknown,
>(
  server: FastifyInstance,
  db: Db,
  options: Options<Params, Query, Body> & {
    url: `/api/projects/:projectSlug${string}`;
  } & ResourceOptions<P, NamesResources<Parsed<Params, Query, Body>>>,
  handle: (input: Input<Params, Query, Body> & { member: Member }) => Promise<unknown>,
): void {
  declare(server, options, async (request, reply) => {
    const { projectSlug } = z.looseObject({ projectSlug: z.string() }).parse(request.params);
    const person = await signedIn(db, request);
    const member = await requireMember(db, person, projectSlug, options.permission, { within: true });
    const input = parse(options, request);
    const { resources = [] } = options;
    await authorizeResources(
      db,
      member,
      options.permission,
      typeof resources === "function" ? resources(input) : resources,
    );
    return once(db, request, reply, onceOptions(options, member.person), () =>
      handle({ member, ...input, request, reply, signal: goneSignal(reply) }),
    );
  });
}

/** A route outside of projects, for anyone signed in, or for administrators of the instance alone. */
export function personRoute<
  Params extends z.ZodType = z.ZodUnknown,
  Query extends z.ZodType = z.ZodUnknown,
  Body extends z.ZodType = z.ZodUnknown,
>(
  server: FastifyInstance,
  db: Db,
  options: Options<Params, Query, Body> & {
    url: `/api/${string}`;
    permission: "signed-in" | "administrator";
  },
  handle: (input: Input<Params, Query, Body> & { person: Person }) => Promise<unknown>,
): void {
  declare(server, options, async (request, reply) => {
    const person = await signedIn(db, request);
    if (!person) throw new AppError("UNAUTHENTICATED", "Sign in first.");
    if (person.onlyProjectId)
      throw new AppError(
        "FORBIDDEN",
        "This token opens one project and nothing beside it. Use one of your own.",
      );
    if (options.permission === "administrator") requireAdministrator(person);
    await noteFirstUse(db, person, null);
    return once(db, request, reply, onceOptions(options, person), () =>
      handle({ person, ...parse(options, request), request, reply, signal: goneSignal(reply) }),
    );
  });
}

/** A route for everybody, such as health; `handle` must do with what a stranger may know. */
export function publicRoute<
  Params extends z.ZodType = z.ZodUnknown,
  Query extends z.ZodType = z.ZodUnknown,
  Body extends z.ZodType = z.ZodUnknown,
>(
  server: FastifyInstance,
  options: Options<Params, Query, Body> & { url: `/api/${string}`; permission: "public" },
  handle: (input: Input<Params, Query, Body>) => Promise<unknown>,
): void {
  declare(server, options, async (request, reply) =>
    handle({ ...parse(options, request), request, reply, signal: goneSignal(reply) }),
  );
}

/**
 * A route for workers and the jobs that they run; `authenticate` turns the bearer secret into what it is good
 * for.
 */
export function workerRoute<
  Subject,
  Params extends z.ZodType = z.ZodUnknown,
  Query extends z.ZodType = z.ZodUnknown,
  Body extends z.ZodType = z.ZodUnknown,
>(
  server: FastifyInstance,
  options: Options<Params, Query, Body> & {
    url: `/api/worker/${string}`;
    permission: "worker" | "job";
    authenticate: (secret: string, params: z.output<Params>) => Promise<Subject>;
  },
  handle: (input: Input<Params, Query, Body> & { subject: Subject }) => Promise<unknown>,
): void {
  declare(server, options, async (request, reply) => {
    const secret = request.headers.authorization?.match(/^Bearer (\S+)$/i)?.[1];
    if (!secret) throw new AppError("UNAUTHENTICATED", "A worker's token is missing.");
    const params = (options.params ?? nothing).parse(request.params) as z.output<Params>;
    const subject = await options.authenticate(secret, params);
    return handle({ subject, ...parse(options, request), request, reply, signal: goneSignal(reply) });
  });
}

function declare<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  server: FastifyInstance,
  {
    method,
    url,
    summary,
    permission,
    resources,
    params,
    query,
    body,
    bounds = plainBody,
    keepAnswer = false,
    mayBecomeJob = false,
  }: Options<Params, Query, Body> & {
    url: string;
    permission: Permission | InstancePermission;
    resources?: unknown;
  },
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
): void {
  const declaration: Declaration = {
    method,
    url,
    summary,
    permission,
    ...(resources ? { resources: resources === "filtered" ? "filtered" : "named" } : {}),
    ...(params ? { params } : {}),
    ...(query ? { query } : {}),
    ...(body ? { body } : {}),
    keepAnswer,
    ...(mayBecomeJob ? { mayBecomeJob } : {}),
  };
  server.route({ method, url, config: { declaration, body: bounds }, handler });
}

function onceOptions(
  { keepAnswer = false, rawBody = false }: { keepAnswer?: boolean; rawBody?: boolean },
  { id: subjectId }: Person,
) {
  return { subjectId, keepAnswer, rawBody };
}

function parse<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  { params, query, body, rawBody }: Options<Params, Query, Body>,
  request: FastifyRequest,
) {
  const parsed = {
    params: (params ?? nothing).parse(request.params) as z.output<Params>,
    query: (query ?? nothing).parse(request.query) as z.output<Query>,
    body: (rawBody ? undefined : (body ?? nothing).parse(request.body ?? {})) as z.output<Body>,
  };
  for (const part of [parsed.params, parsed.query, parsed.body]) requireKeepable(part);
  return parsed;
}

/** Who sent a request. That no other site's page sent it has been seen to at the front door. */
export function signedIn(db: Db, request: FastifyRequest): Promise<Person | null> {
  const { cookie, authorization } = request.headers;
  return personOf(db, { cookie, authorization, from: request.ip }, new Date());
}

declare module "fastify" {
  interface FastifyContextConfig {
    declaration?: Declaration;
  }
}
