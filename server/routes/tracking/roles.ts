import type { FastifyInstance } from "fastify";
import {
  createGroup,
  deleteGroup,
  editGroup,
  findGroup,
  joinGroup,
  leaveGroup,
  listGroupMembers,
  listGroups,
  type GroupRow,
} from "@/lib/auth/groups";
import type { Member } from "@/lib/auth/member";
import { findAccount } from "@/lib/auth/users";
import type { Db } from "@/lib/db/types";
import { trackingRoute } from "@/lib/http/tracking-route";
import { accessOf, findGroupGrant, grantToGroup, revokeFromGroup, scopeNamed } from "@/lib/tracking/access";
import * as fields from "@/lib/tracking/access-schema";
import { requireOwnWorkspace } from "@/lib/tracking/words";
import type { Deps } from "../../deps";
import { accountSeen } from "./accounts";

/** Roles of MLflow's auth client, which are groups here. */
export function trackingRoleRoutes(server: FastifyInstance, deps: Deps): void {
  readRoutes(server, deps);
  changeRoutes(server, deps);
  permissionRoutes(server, deps);
  memberRoutes(server, deps);
  personRoutes(server, deps);
}

function readRoutes(server: FastifyInstance, { db }: Deps): void {
  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/roles/get",
      permission: "member:manage",
      summary: "A group and what it may do",
      input: fields.roleRef,
    },
    async ({ member, input }) => ({
      role: await roleOf(db, member, await findGroup(db, member.project.id, input.role_id)),
    }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/roles/list",
      permission: "member:manage",
      summary: "The project's groups",
      input: fields.listRolesInput,
    },
    async ({ member, input }) => {
      for (const workspace of [input.workspace ?? []].flat())
        requireOwnWorkspace(workspace, member.project.slug);
      return {
        roles: await Promise.all(
          (await listGroups(db, member.project.id)).map((group) => roleOf(db, member, group)),
        ),
      };
    },
  );
}

function changeRoutes(server: FastifyInstance, { db }: Deps): void {
  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/roles/create",
      permission: "member:manage",
      summary: "Make a group of people",
      input: fields.createRoleInput,
    },
    async ({ member, input }) => {
      requireOwnWorkspace(input.workspace, member.project.slug);
      return {
        role: await roleOf(
          db,
          member,
          await createGroup(db, member.actor, {
            projectId: member.project.id,
            name: input.name,
            description: input.description ?? null,
          }),
        ),
      };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "PATCH",
      path: "mlflow/roles/update",
      permission: "member:manage",
      summary: "Rename or describe a group",
      input: fields.editRoleInput,
    },
    async ({ member, input }) => ({
      role: await roleOf(
        db,
        member,
        await editGroup(db, member, {
          groupId: input.role_id,
          change: { name: input.name, description: input.description },
        }),
      ),
    }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "DELETE",
      path: "mlflow/roles/delete",
      permission: "member:manage",
      summary: "Take a group away, and all that it granted",
      input: fields.roleRef,
    },
    async ({ member, input }) => deleteGroup(db, member, input.role_id),
  );
}

function permissionRoutes(server: FastifyInstance, { db }: Deps): void {
  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/roles/permissions/add",
      permission: "member:manage",
      summary: "Say what a group may do with a resource",
      input: fields.rolePermissionInput,
    },
    async ({ member, input }) => {
      const group = await findGroup(db, member.project.id, input.role_id);
      const scope = await scopeNamed(db, member.project.id, {
        type: input.resource_type,
        id: input.resource_pattern,
      });
      return {
        role_permission: {
          ...(await grantToGroup(db, member, { groupId: group.id, scope, permission: input.permission })),
          role_id: group.id,
        },
      };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "DELETE",
      path: "mlflow/roles/permissions/remove",
      permission: "member:manage",
      summary: "Take away what a group may do with a resource",
      input: fields.rolePermissionRef,
      resources: ({ role_permission_id }) => [{ kind: "grant", id: role_permission_id }],
    },
    async ({ member, input }) => revokeFromGroup(db, member, input.role_permission_id),
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/roles/permissions/list",
      permission: "member:manage",
      summary: "What a group may do",
      input: fields.roleRef,
    },
    async ({ member, input }) => ({
      role_permissions: (await roleOf(db, member, await findGroup(db, member.project.id, input.role_id)))
        .permissions,
    }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "PATCH",
      path: "mlflow/roles/permissions/update",
      permission: "member:manage",
      summary: "Change what a group may do with a resource",
      input: fields.editRolePermissionInput,
      resources: ({ role_permission_id }) => [{ kind: "grant", id: role_permission_id }],
    },
    async ({ member, input }) => {
      const { groupId, scope } = await findGroupGrant(db, member.project.id, input.role_permission_id);
      return {
        role_permission: {
          ...(await grantToGroup(db, member, {
            groupId,
            scope,
            permission: input.permission,
            replaces: input.role_permission_id,
          })),
          role_id: groupId,
        },
      };
    },
  );
}

function memberRoutes(server: FastifyInstance, { db }: Deps): void {
  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/roles/assign",
      permission: "member:manage",
      summary: "Put somebody into a group",
      input: fields.assignmentInput,
    },
    async ({ member, input }) => {
      const { id } = await findAccount(db, input.username);
      const assignment = await joinGroup(db, member, { groupId: input.role_id, userId: id });
      return { assignment: { id: assignment.id, user_id: id, role_id: input.role_id } };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "DELETE",
      path: "mlflow/roles/unassign",
      permission: "member:manage",
      summary: "Take somebody out of a group",
      input: fields.assignmentInput,
    },
    async ({ member, input }) =>
      leaveGroup(db, member, {
        groupId: input.role_id,
        userId: (await findAccount(db, input.username)).id,
      }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/roles/users/list",
      permission: "member:manage",
      summary: "People of a group",
      input: fields.roleRef,
    },
    async ({ member, input }) => {
      const group = await findGroup(db, member.project.id, input.role_id);
      return {
        assignments: (await listGroupMembers(db, group.id)).map(({ id, userId }) => ({
          id,
          user_id: userId,
          role_id: group.id,
        })),
      };
    },
  );
}

function personRoutes(server: FastifyInstance, { db }: Deps): void {
  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/users/roles/list",
      permission: "member:read",
      summary: "Groups that somebody is in",
      input: fields.userRef,
    },
    async ({ member, input }) => {
      const { id } = await accountSeen(db, member, input.username);
      return {
        roles: await Promise.all(
          (await listGroups(db, member.project.id, { userId: id })).map((group) => roleOf(db, member, group)),
        ),
      };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/users/current/permissions",
      permission: "member:read",
      summary: "What was granted to who asks",
    },
    async ({ member }) => ({
      is_admin: member.person.isAdmin,
      permissions: await permissionsOf(db, member, member.person.id),
    }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/users/permissions/list",
      permission: "member:read",
      summary: "What was granted to somebody",
      input: fields.userRef,
    },
    async ({ member, input }) => {
      const account = await accountSeen(db, member, input.username);
      return { is_admin: account.isAdmin, permissions: await permissionsOf(db, member, account.id) };
    },
  );
}

async function roleOf(db: Db, member: Member, { id, name, description }: GroupRow) {
  const held = await accessOf(db, member.project.id, { subjectKind: "group", subjectId: String(id) });
  const permissions = held.map((access) => ({ ...access, role_id: id }));
  return { id, name, workspace: member.project.slug, description, permissions };
}

async function permissionsOf(db: Db, member: Member, userId: string) {
  const groups = await listGroups(db, member.project.id, { userId });
  const own = (await accessOf(db, member.project.id, { subjectKind: "person", subjectId: userId })).map(
    (access) => ({ ...access, role_id: 0, role_name: `__user_${userId}__` }),
  );
  const shared = await Promise.all(
    groups.map(async (group) =>
      (await roleOf(db, member, group)).permissions.map((access) => ({ ...access, role_name: group.name })),
    ),
  );
  return [...own, ...shared.flat()].map(
    ({ role_id, role_name, resource_type, resource_pattern, permission }) => ({
      role_id,
      role_name,
      workspace: member.project.slug,
      resource_type,
      resource_pattern,
      permission,
    }),
  );
}
