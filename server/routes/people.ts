import type { FastifyInstance } from "fastify";
import { accountOf, endSessionsOf, listPeople, renameAccount, setDisabled } from "@/lib/auth/people";
import {
  changePassword,
  makePasswordLink,
  requireCurrentPassword,
  usePasswordLink,
} from "@/lib/auth/passwords";
import {
  accountBody,
  linkPasswordBody,
  ownPasswordBody,
  passwordLinkParams,
  peopleQuery,
  personBody,
  personParams,
} from "@/lib/auth/schema";
import { setAdministrator } from "@/lib/auth/users";
import { linkTo } from "@/lib/config";
import { personRoute, publicRoute } from "@/lib/http/route";
import type { Deps } from "../deps";

/** One's own name and password, and the people of the instance for its administrators. */
export function peopleRoutes(server: FastifyInstance, deps: Deps): void {
  ownRoutes(server, deps);
  administratorRoutes(server, deps);
}

function ownRoutes(server: FastifyInstance, { db, now }: Deps): void {
  personRoute(
    server,
    db,
    {
      method: "PATCH",
      url: "/api/me",
      permission: "signed-in",
      summary: "Change your name; asks for your password",
      body: accountBody,
    },
    async ({ person, body }) => {
      await requireCurrentPassword(db, person.actor, { account: person, current: body.current, now: now() });
      await renameAccount(db, person.actor, { account: person, name: body.name });
      return { name: body.name };
    },
  );

  personRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/me/password",
      permission: "signed-in",
      summary:
        "Change your password; ends your other sessions and, unless told otherwise, revokes your tokens",
      body: ownPasswordBody,
    },
    async ({ person, body }) => changePassword(db, person.actor, { account: person, ...body, now: now() }),
  );

  publicRoute(
    server,
    {
      method: "POST",
      url: "/api/password/:secret",
      permission: "public",
      summary: "Choose a new password by a link that an administrator made",
      params: passwordLinkParams,
      body: linkPasswordBody,
    },
    async ({ params, body, request }) =>
      usePasswordLink(db, { ...params, ...body, from: request.ip, now: now() }),
  );
}

function administratorRoutes(server: FastifyInstance, { db, config, now }: Deps): void {
  personRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/people",
      permission: "administrator",
      summary: "People of this instance, with how many sessions and tokens of theirs work",
      query: peopleQuery,
    },
    async ({ query }) => listPeople(db, { ...query, now: now() }),
  );

  personRoute(
    server,
    db,
    {
      method: "PATCH",
      url: "/api/people/:userId",
      permission: "administrator",
      summary: "Disable an account or enable it again, make somebody an administrator or no longer",
      params: personParams,
      body: personBody,
    },
    async ({ person, params, body: { disabled, administrator } }) => {
      const account = await accountOf(db, params.userId);
      if (administrator !== undefined)
        await setAdministrator(db, person.actor, { account, isAdmin: administrator });
      if (disabled !== undefined) await setDisabled(db, person.actor, { account, disabled, now: now() });
      return { changed: true };
    },
  );

  personRoute(
    server,
    db,
    {
      method: "DELETE",
      url: "/api/people/:userId/sessions",
      permission: "administrator",
      summary: "Sign somebody out everywhere",
      params: personParams,
    },
    async ({ person, params }) => ({
      ended: await endSessionsOf(db, person.actor, {
        account: await accountOf(db, params.userId),
        now: now(),
      }),
    }),
  );

  personRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/people/:userId/password-links",
      permission: "administrator",
      summary: "Make a link by which somebody chooses a new password, once, within a day",
      params: personParams,
    },
    async ({ person, params, reply }) => {
      const account = await accountOf(db, params.userId);
      const { path, expiresAt } = await makePasswordLink(db, person.actor, { account, now: now() });
      void reply.code(201);
      return { path, url: linkTo(config, path), expiresAt };
    },
  );
}
