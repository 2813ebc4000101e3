import type { FastifyInstance } from "fastify";
import { decide } from "@/lib/auth/decide";
import { grantsOfPerson } from "@/lib/auth/grants";
import type { Member } from "@/lib/auth/member";
import { can } from "@/lib/auth/permissions";
import {
  createAccount,
  deleteAccount,
  findAccount,
  requireAdministrator,
  requireUnbound,
  setAdministrator,
  type Account,
} from "@/lib/auth/users";
import { changePassword } from "@/lib/auth/passwords";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { trackingRoute } from "@/lib/http/tracking-route";
import { listMembers } from "@/lib/projects/people";
import { chainOfScope } from "@/lib/auth/access-filter";
import { accessOf } from "@/lib/tracking/access";
import type { Scope } from "@/lib/tracking/mlflow-permissions";
import { administratorInput, createUserInput, passwordInput, userRef } from "@/lib/tracking/access-schema";
import { refusal } from "@/lib/refusals";
import type { Deps } from "../../deps";

/**
 * The accounts of MLflow's auth client: people of this instance. Only its administrators make and end them.
 */
export function trackingAccountRoutes(server: FastifyInstance, deps: Deps): void {
  readRoutes(server, deps);
  changeRoutes(server, deps);
}

function readRoutes(server: FastifyInstance, { db }: Deps): void {
  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/users/get",
      permission: "member:read",
      summary: "An account and what it was granted",
      input: userRef,
    },
    async ({ member, input }) => ({
      user: await userDocument(db, member, await accountSeen(db, member, input.username)),
    }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/users/list",
      permission: "member:manage",
      summary: "People of the project",
    },
    async ({ member }) => {
      const { members: people } = await listMembers(db, member.project.id);
      const administrators = await db.user.findMany({
        where: { isAdmin: true },
        select: { id: true, name: true },
      });
      const users = [
        ...people,
        ...administrators.filter(({ id }) => !people.some((person) => person.id === id)),
      ];
      return {
        users: users.map(({ id, name }) => ({
          id,
          username: name,
          is_admin: administrators.some((administrator) => administrator.id === id),
          roles: [],
        })),
      };
    },
  );

  trackingRoute(
    server,
    db,
    { method: "GET", path: "mlflow/users/current", permission: "member:read", summary: "Who asks" },
    async ({ member: { person } }) => ({
      user: { id: person.id, username: person.name, is_admin: person.isAdmin },
      is_basic_auth: person.actor.via === "password",
    }),
  );
}

function changeRoutes(server: FastifyInstance, { db, config, now }: Deps): void {
  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/users/create",
      permission: "member:manage",
      summary: "Make an account",
      input: createUserInput,
    },
    async ({ member, input }) => {
      requireAdministrator(member.person);
      const joins = config.createdUsersJoin
        ? { projectId: member.project.id, role: config.createdUsersJoin }
        : null;
      return {
        user: await userDocument(db, member, await createAccount(db, member.actor, { ...input, joins })),
      };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "PATCH",
      path: "mlflow/users/update-password",
      permission: "member:read",
      summary: "Change a password; one's own needs the old one",
      input: passwordInput,
    },
    async ({ member, input }) => {
      const account = await accountSeen(db, member, input.username);
      if (account.id !== member.person.id) requireAdministrator(member.person);
      requireUnbound(member.person);
      await changePassword(db, member.actor, {
        account,
        password: input.password,
        current: input.current_password,
        revokeTokens: false, // the protocol knows no tokens
        now: now(),
      });
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "PATCH",
      path: "mlflow/users/update-admin",
      permission: "member:manage",
      summary: "Make somebody an administrator, or no longer",
      input: administratorInput,
    },
    async ({ member, input }) => {
      requireAdministrator(member.person);
      await setAdministrator(db, member.actor, {
        account: await findAccount(db, input.username),
        isAdmin: input.is_admin,
      });
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "DELETE",
      path: "mlflow/users/delete",
      permission: "member:manage",
      summary: "Take an account away",
      input: userRef,
    },
    async ({ member, input }) => {
      requireAdministrator(member.person);
      await deleteAccount(db, member.actor, await findAccount(db, input.username));
    },
  );
}

/**
 * An account that somebody may look at: their own; people of the project for who manages them, or what they
 * may do with the resource that is asked about; any for an administrator.
 *
 * @throws {AppError} FORBIDDEN to look at others; NOT_FOUND
 */
export async function accountSeen(
  db: Db,
  { person, role, project, grants }: Member,
  username: string,
  scope?: Scope,
): Promise<Account> {
  const own = username === person.name || username.toLowerCase() === person.email;
  const manages =
    can(role, "member:manage") ||
    (scope && decide(grants, "member:manage", chainOfScope(project.id, scope)).allowed);
  if (!own && !person.isAdmin && !manages)
    throw new AppError("FORBIDDEN", "Only who manages the project's people may look at others.");
  const account = await findAccount(db, own ? person.email : username);
  if (own || person.isAdmin || (await grantsOfPerson(db, account, project.id)).length > 0) return account;
  throw refusal("account missing", { username });
}

async function userDocument(db: Db, member: Member, account: Account) {
  const rights = await accessOf(db, member.project.id, { subjectKind: "person", subjectId: account.id });
  const of = (type: string) =>
    rights.filter(
      ({ resource_type, resource_pattern }) => resource_type === type && resource_pattern !== "*",
    );
  return {
    id: account.id,
    username: account.name,
    is_admin: account.isAdmin,
    experiment_permissions: of("experiment").map(({ resource_pattern, permission }) => ({
      experiment_id: resource_pattern,
      user_id: account.id,
      permission,
    })),
    registered_model_permissions: of("registered_model").map(({ resource_pattern, permission }) => ({
      name: resource_pattern,
      user_id: account.id,
      permission,
    })),
    scorer_permissions: [],
  };
}
