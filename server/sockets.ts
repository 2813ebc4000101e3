import { ServerResponse, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import * as z from "zod";
import { authorizeResources } from "@/lib/auth/authorize-resources";
import { personOf } from "@/lib/auth/identity";
import { requireMember, type Member } from "@/lib/auth/member";
import type { Permission } from "@/lib/auth/permissions";
import type { ResourceOptions, ResourceRef } from "@/lib/auth/resources";
import type { Config } from "@/lib/config";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { isOwnOrigin } from "@/lib/http/own-site";
import { problemOf } from "@/lib/http/problem";
import { passFrontDoor } from "./front-door";
import { watchRights } from "./watch-rights";

/** What the policy test reads of a socket. */
export type SocketDeclaration = { url: string; summary: string; permission: Permission };

type Opened<Params> = {
  member: Member;
  params: Params;
  request: IncomingMessage;
  socket: Duplex;
  /** What arrived behind the request's head. */
  head: Buffer;
};
/**
 * What a socket does once it is open: what its member may do has changed,
 * or they may not have it open any longer.
 */
export type OpenSocket = { changed: (member: Member) => void; ended: () => void };

type Declared = SocketDeclaration & {
  pattern: RegExp;
  open: (
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    values: Record<string, string>,
  ) => Promise<void>;
};

/** Every address at which a connection may be upgraded; at any other it is refused. */
export type Sockets = { declarations: SocketDeclaration[]; declared: Declared[] };

/** A registry without any socket. */
export function noSockets(): Sockets {
  return { declarations: [], declared: [] };
}

/**
 * The one way to offer a socket inside a project: checks the permission and the resources as a route does,
 * and that a browser's page is one of ours; closes it when the rights to it end. `open` shakes hands.
 */
export function projectSocket<P extends Permission, Params extends z.ZodType>(
  sockets: Sockets,
  { db, config }: { db: Db; config: Config },
  options: {
    url: `/api/projects/:projectSlug/${string}`;
    permission: P;
    summary: string;
    params: Params;
  } & ResourceOptions<P, (input: { params: z.output<Params> }) => readonly ResourceRef[]>,
  open: (opened: Opened<z.output<Params>>) => OpenSocket,
): void {
  const { url, summary, permission, resources = [] } = options;
  const declaration: SocketDeclaration = { url, summary, permission };
  const pattern = new RegExp(`^${url.replaceAll(/:(\w+)/g, "(?<$1>[^/]+)")}$`);
  sockets.declarations.push(declaration);
  sockets.declared.push({
    ...declaration,
    pattern,
    open: async (request, socket, head, values) => {
      const { headers } = request;
      const { cookie, authorization } = headers;
      const from = String(headers["x-forwarded-for"]);
      const person = await personOf(db, { cookie, authorization, from }, new Date());
      // A browser sends cookies to any address that a page names: only its own word says which page asks.
      const host = String(headers["x-forwarded-host"]);
      if (!authorization && !isOwnOrigin(headers.origin ?? "", host, config.publicUrl))
        throw new AppError("FORBIDDEN", "This request comes from another site.");
      const member = await requireMember(db, person, values.projectSlug!, permission, { within: true });
      const params = options.params.parse(values);
      const refs = typeof resources === "function" ? resources({ params }) : resources;
      await authorizeResources(db, member, permission, refs);
      const opened: { socket: OpenSocket | null } = { socket: null };
      const close = watchRights({
        db,
        member,
        permission,
        resources: refs,
        changed: (now) => opened.socket?.changed(now),
        ended: () => {
          opened.socket?.ended();
          socket.destroy();
        },
      });
      socket.once("close", close);
      opened.socket = open({ member, params, request, socket, head });
    },
  });
}

/**
 * Answers requests to upgrade a connection: declared sockets are opened, everything else is turned away.
 *
 * @param isOthers addresses that somebody else answers, such as Next's own socket while developing
 */
export function acceptUpgrades(
  server: Server,
  { declared }: Sockets,
  { config, isOthers }: { config: Config; isOthers: (url: string) => boolean },
): void {
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = request.url ?? "/";
    if (isOthers(url)) return;
    socket.on("error", () => socket.destroy());
    const response = new ServerResponse(request);
    response.assignSocket(request.socket);
    response.shouldKeepAlive = false;
    response.on("finish", () => socket.end());
    if (!passFrontDoor(request, response, { config, isPage: false })) return;
    const path = url.split("?")[0]!;
    const found = declared.find(({ pattern }) => pattern.test(path));
    const opening = found
      ? found.open(request, socket, head, valuesIn(found.pattern, path))
      : Promise.reject(new AppError("NOT_FOUND", `No socket is at ${path.slice(0, 200)}.`));
    opening
      .then(() => response.detachSocket(request.socket))
      .catch((error: unknown) => {
        const problem = problemOf(error);
        if (problem.code === "INTERNAL") console.error(`upgrade of ${url}`, error);
        response.writeHead(problem.status, {
          "content-type": "application/problem+json",
          connection: "close",
        });
        response.end(JSON.stringify(problem));
      });
  });
}

function valuesIn(pattern: RegExp, path: string): Record<string, string> {
  const groups = pattern.exec(path)?.groups ?? {};
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decoded(value)]));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new AppError("INVALID", "The address is written wrongly.");
  }
}
