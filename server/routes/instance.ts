import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { setupBody, tokenBody } from "@/lib/auth/schema";
import { needsSetup, setUp } from "@/lib/auth/setup";
import { endSessions } from "@/lib/auth/sign-in";
import { createToken, listTokens, revokeToken } from "@/lib/auth/tokens";
import { openApiOf } from "@/lib/http/openapi";
import { personRoute, publicRoute, type Declaration } from "@/lib/http/route";
import type { Deps } from "../deps";
import { healthOf } from "../health";

export function instanceRoutes(
  server: FastifyInstance,
  deps: Deps,
  declarations: readonly Declaration[],
): void {
  openRoutes(server, deps, declarations);
  accountRoutes(server, deps);
}

function openRoutes(server: FastifyInstance, deps: Deps, declarations: readonly Declaration[]): void {
  const { db } = deps;

  publicRoute(
    server,
    {
      method: "GET",
      url: "/api/health",
      permission: "public",
      summary: "Whether the server, its database, its disk and its files are well",
    },
    async ({ reply }) => {
      const health = await healthOf(deps);
      if (health.status === "down") void reply.code(503).header("retry-after", "5");
      return health;
    },
  );

  publicRoute(
    server,
    { method: "GET", url: "/api/openapi.json", permission: "public", summary: "This document" },
    async () => openApiOf(declarations),
  );

  publicRoute(
    server,
    {
      method: "POST",
      url: "/api/setup",
      permission: "public",
      summary: "Make the first administrator, once",
      body: setupBody,
    },
    async ({ body, reply }) => {
      const { id } = await setUp(db, body);
      void reply.code(201);
      return { id };
    },
  );

  publicRoute(
    server,
    {
      method: "GET",
      url: "/api/setup",
      permission: "public",
      summary: "Whether the first administrator is still to be made",
    },
    async () => ({
      needsSetup: await needsSetup(db),
    }),
  );
}

function accountRoutes(server: FastifyInstance, { db, now }: Deps): void {
  personRoute(
    server,
    db,
    { method: "GET", url: "/api/me", permission: "signed-in", summary: "Who is signed in" },
    async ({ person }) => ({
      id: person.id,
      name: person.name,
      email: person.email,
      administrator: person.isAdmin,
    }),
  );

  personRoute(
    server,
    db,
    { method: "DELETE", url: "/api/me/sessions", permission: "signed-in", summary: "Sign out everywhere" },
    async ({ person }) => ({
      ended: await endSessions(db, person.actor, { userId: person.id, now: now() }),
    }),
  );

  personRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/me/tokens",
      permission: "signed-in",
      summary: "API tokens, without their secrets",
    },
    async ({ person }) => ({
      tokens: await listTokens(db, person.id),
    }),
  );

  personRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/me/tokens",
      permission: "signed-in",
      summary: "Make an API token; its secret is shown once",
      body: tokenBody,
    },
    async ({ person, body, reply }) => {
      const expiresAt =
        body.expiresInDays === null ? null : new Date(now().getTime() + body.expiresInDays * 86_400_000);
      const token = await createToken(db, person.actor, { name: body.name, expiresAt, now: now() });
      void reply.code(201);
      return token;
    },
  );

  personRoute(
    server,
    db,
    {
      method: "DELETE",
      url: "/api/me/tokens/:tokenId",
      permission: "signed-in",
      summary: "Revoke an API token",
      params: z.object({ tokenId: z.string() }),
    },
    async ({ person, params }) => {
      await revokeToken(db, person.actor, { tokenId: params.tokenId, now: now() });
      return { revoked: true };
    },
  );
}
