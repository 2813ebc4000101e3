import type { FastifyInstance } from "fastify";
import { createGroup, deleteGroup, editGroup, joinGroup, leaveGroup } from "@/lib/auth/groups";
import { editGroupBody, groupBody } from "@/lib/auth/schema";
import { findAccountById } from "@/lib/auth/users";
import { projectRoute } from "@/lib/http/route";
import { pageOfGroups } from "@/lib/projects/groups";
import { groupMemberParams, groupParams, groupsQuery } from "@/lib/projects/schema";
import type { Deps } from "../deps";

/** Groups of a project: people who hold a role and permissions together. */
export function groupRoutes(server: FastifyInstance, deps: Deps): void {
  groupChangeRoutes(server, deps);
  groupMemberRoutes(server, deps);
}

function groupChangeRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/groups",
      permission: "member:manage",
      summary: "Groups, their roles and people; a page at a time",
      query: groupsQuery,
    },
    async ({ member, query }) => pageOfGroups(db, member.project.id, query),
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/groups",
      permission: "member:manage",
      summary: "Make a group",
      body: groupBody,
    },
    async ({ member, body, reply }) => {
      const group = await createGroup(db, member.actor, { projectId: member.project.id, ...body });
      void reply.code(201);
      return { id: group.id, name: group.name, description: group.description };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "PATCH",
      url: "/api/projects/:projectSlug/groups/:groupId",
      permission: "member:manage",
      summary: "Rename or describe a group, or give it a role in the project",
      params: groupParams,
      body: editGroupBody,
    },
    async ({ member, params: { groupId }, body: change }) => {
      await editGroup(db, member, { groupId, change });
      return { changed: true };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "DELETE",
      url: "/api/projects/:projectSlug/groups/:groupId",
      permission: "member:manage",
      summary: "Delete a group, and all that it granted",
      params: groupParams,
    },
    async ({ member, params }) => {
      await deleteGroup(db, member, params.groupId);
      return { deleted: true };
    },
  );
}

function groupMemberRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "PUT",
      url: "/api/projects/:projectSlug/groups/:groupId/members/:userId",
      permission: "member:manage",
      summary: "Put somebody into a group",
      params: groupMemberParams,
    },
    async ({ member, params }) => {
      await findAccountById(db, params.userId);
      await joinGroup(db, member, params);
      return { joined: true };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "DELETE",
      url: "/api/projects/:projectSlug/groups/:groupId/members/:userId",
      permission: "member:manage",
      summary: "Take somebody out of a group",
      params: groupMemberParams,
    },
    async ({ member, params }) => {
      await leaveGroup(db, member, params);
      return { removed: true };
    },
  );
}
