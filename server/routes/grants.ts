import type { FastifyInstance } from "fastify";
import { setResourceGrant } from "@/lib/auth/resource-grants";
import { grantBody } from "@/lib/auth/schema";
import { projectRoute } from "@/lib/http/route";
import { removeResourcePermission } from "@/lib/projects/members";
import { listResourcePermissions } from "@/lib/projects/rights";
import { grantParams, grantsQuery } from "@/lib/projects/schema";
import type { Deps } from "../deps";

/** What people and groups may do with single resources, whatever their role in the project. */
export function grantRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/grants",
      permission: "member:manage",
      summary:
        "Permissions on single resources, and those of groups, as far as you manage them; a page at a time",
      query: grantsQuery,
      resources: "filtered",
    },
    async ({ member, query }) =>
      listResourcePermissions(db, member.project.id, { ...query, managedBy: member }),
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/grants",
      permission: "member:manage",
      summary:
        "Say what a person or group may do with one experiment, model, dataset or notebook; " +
        "replaces what was said before",
      body: grantBody,
      resources: ({ body }) => [body.on],
    },
    async ({ member, body, reply }) => {
      await setResourceGrant(db, member, body);
      void reply.code(201);
      return { granted: true };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "DELETE",
      url: "/api/projects/:projectSlug/grants/:grantId",
      permission: "member:manage",
      summary: "Take such a permission away; the role decides again",
      params: grantParams,
      resources: ({ params }) => [{ kind: "grant", id: params.grantId }],
    },
    async ({ member, params }) => {
      await removeResourcePermission(db, member, params.grantId);
      return { removed: true };
    },
  );
}
