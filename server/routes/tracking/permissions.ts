import type { FastifyInstance } from "fastify";
import type { Member } from "@/lib/auth/member";
import { findAccount } from "@/lib/auth/users";
import type { Db } from "@/lib/db/types";
import { AppError } from "@/lib/errors";
import { trackingRoute } from "@/lib/http/tracking-route";
import {
  effectiveMlflowPermission,
  grantToPerson,
  revokeFromPerson,
  scopeNamed,
  mlflowPermissionOfPerson,
} from "@/lib/tracking/access";
import * as fields from "@/lib/tracking/access-schema";
import { experimentOf, grantedOn, modelOf } from "@/lib/tracking/resources";
import type { Deps } from "../../deps";
import { accountSeen } from "./accounts";

type Named = { username: string; experiment_id?: number; name?: string };

/** Resources that have permissions of their own, and how MLflow's auth client names them. */
const kinds = [
  {
    path: "mlflow/experiments/permissions",
    type: "experiment",
    ref: fields.experimentAccessRef,
    input: fields.experimentAccessInput,
    idOf: (input: Named) => String(input.experiment_id),
    on: (input: Named) => experimentOf({ experiment_id: input.experiment_id! }),
    answer: "experiment_permission",
    field: "experiment_id",
  },
  {
    path: "mlflow/registered-models/permissions",
    type: "registered_model",
    ref: fields.modelAccessRef,
    input: fields.modelAccessInput,
    idOf: (input: Named) => input.name!,
    on: (input: Named) => modelOf({ name: input.name! }),
    answer: "registered_model_permission",
    field: "name",
  },
] as const;
type Kind = (typeof kinds)[number];

/** Permissions of MLflow's auth client as grants on experiments and models. */
export function trackingPermissionRoutes(server: FastifyInstance, deps: Deps): void {
  for (const kind of kinds) resourceRoutes(server, deps, kind);
  personRoutes(server, deps);
}

function resourceRoutes(server: FastifyInstance, { db }: Deps, kind: Kind): void {
  const { path, type, ref, input: withPermission, idOf, on, answer, field } = kind;

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: `${path}/create`,
      permission: "member:manage",
      summary: `Say what somebody may do with one ${type}`,
      input: withPermission,
      resources: on,
    },
    async ({ member, input }) => {
      const { account, scope, id } = await about(db, kind, member, input);
      await grantToPerson(db, member, { account, scope, permission: input.permission, before: "none" });
      return { [answer]: { [field]: id, user_id: account.id, permission: input.permission } };
    },
  );
  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: `${path}/get`,
      permission: "member:read",
      summary: `What somebody may do with one ${type}`,
      input: ref,
      resources: on,
    },
    async ({ member, input }) => {
      const id = idOf(input);
      const scope = await scopeNamed(db, member.project.id, { type, id });
      const account = await accountSeen(db, member, input.username, scope);
      return {
        [answer]: {
          [field]: id,
          user_id: account.id,
          permission: await mlflowPermissionOfPerson(db, account, scope),
        },
      };
    },
  );
  trackingRoute(
    server,
    db,
    {
      method: "PATCH",
      path: `${path}/update`,
      permission: "member:manage",
      summary: `Change what somebody may do with one ${type}`,
      input: withPermission,
      resources: on,
    },
    async ({ member, input }) => {
      const { account, scope } = await about(db, kind, member, input);
      await grantToPerson(db, member, { account, scope, permission: input.permission, before: "some" });
    },
  );
  trackingRoute(
    server,
    db,
    {
      method: "DELETE",
      path: `${path}/delete`,
      permission: "member:manage",
      summary: `Leave what somebody may do with one ${type} to their role`,
      input: ref,
      resources: on,
    },
    async ({ member, input }) => {
      const { account, scope } = await about(db, kind, member, input);
      await revokeFromPerson(db, member, { account, scope });
    },
  );
}

function personRoutes(server: FastifyInstance, { db }: Deps): void {
  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/users/permissions/grant",
      permission: "member:manage",
      summary: "Say what somebody may do with a resource",
      input: fields.accessInput,
      resources: grantedOn,
    },
    async ({ member, input }) =>
      grantToPerson(db, member, {
        account: await findAccount(db, input.username),
        scope: await scopeOf(db, member, input),
        permission: input.permission,
        before: "none",
      }),
  );
  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/users/permissions/revoke",
      permission: "member:manage",
      summary: "Leave what somebody may do with a resource to their role",
      input: fields.accessRef,
      resources: grantedOn,
    },
    async ({ member, input }) =>
      revokeFromPerson(db, member, {
        account: await findAccount(db, input.username),
        scope: await scopeOf(db, member, input),
      }),
  );
  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/users/permissions/get",
      permission: "member:read",
      summary: "What somebody may do with a resource by all that they hold",
      input: fields.accessRef,
    },
    async ({ member, input }) => {
      const account = await accountSeen(db, member, input.username);
      const scope = await scopeOf(db, member, input).catch((error: unknown) => {
        if (error instanceof AppError && error.code === "NOT_FOUND") return null;
        throw error;
      });
      const permission = scope
        ? await effectiveMlflowPermission(db, member.project.id, account, scope)
        : "NO_PERMISSIONS";
      return { allowed: ["USE", "EDIT", "MANAGE"].includes(permission), permission };
    },
  );
}

async function about(db: Db, { type, idOf }: Kind, member: Member, input: Named) {
  const id = idOf(input);
  return {
    account: await findAccount(db, input.username),
    scope: await scopeNamed(db, member.project.id, { type, id }),
    id,
  };
}

function scopeOf(db: Db, member: Member, input: { resource_type: string; resource_id: string }) {
  return scopeNamed(db, member.project.id, { type: input.resource_type, id: input.resource_id });
}
