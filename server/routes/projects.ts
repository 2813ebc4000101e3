import type { FastifyInstance } from "fastify";
import * as z from "zod";
import { listAudit } from "@/lib/auth/audit";
import { personOf } from "@/lib/auth/identity";
import { may } from "@/lib/auth/member";
import { joinBody, tokenBody } from "@/lib/auth/schema";
import { requireUnbound } from "@/lib/auth/users";
import { createToken } from "@/lib/auth/tokens";
import { linkTo } from "@/lib/config";
import { AppError } from "@/lib/errors";
import { personRoute, projectRoute, publicRoute } from "@/lib/http/route";
import { createProject, editProject } from "@/lib/projects/commands";
import { changeMember, invite, join, removeMember } from "@/lib/projects/members";
import { listMembers } from "@/lib/projects/people";
import { countResources, listProjects } from "@/lib/projects/queries";
import {
  auditQuery,
  createProjectBody,
  editProjectBody,
  invitationBody,
  memberParams,
  membersQuery,
  roleBody,
  searchQuery,
} from "@/lib/projects/schema";
import { searchTargets } from "@/lib/projects/search";
import type { Deps } from "../deps";

export function projectRoutes(server: FastifyInstance, deps: Deps): void {
  collectionRoutes(server, deps);
  settingRoutes(server, deps);
  memberRoutes(server, deps);
  searchRoutes(server, deps);
}

function collectionRoutes(server: FastifyInstance, { db, now }: Deps): void {
  personRoute(
    server,
    db,
    { method: "GET", url: "/api/projects", permission: "signed-in", summary: "Projects that you may open" },
    async ({ person }) => ({
      projects: await listProjects(db, person),
    }),
  );

  personRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects",
      keepAnswer: true,
      permission: "signed-in",
      summary: "Make a project; you own it",
      body: createProjectBody,
    },
    async ({ person, body, reply }) => {
      const project = await createProject(db, person.actor, body);
      void reply.code(201);
      return project;
    },
  );

  publicRoute(
    server,
    {
      method: "POST",
      url: "/api/join/:secret",
      permission: "public",
      summary: "Join by invitation, as a new person or as who is signed in",
      params: z.object({ secret: z.string() }),
      body: joinBody.or(z.strictObject({})),
    },
    async ({ params, body, request }) => {
      const { cookie, authorization } = request.headers;
      const person = await personOf(db, { cookie, authorization, from: request.ip }, now());
      if (person) requireUnbound(person);
      const newcomer = joinBody.safeParse(body);
      if (newcomer.success) return join(db, { secret: params.secret, now: now(), as: newcomer.data });
      if (!person) throw new AppError("INVALID", "Give a name, an e-mail and a password, or sign in first.");
      return join(db, { secret: params.secret, now: now(), as: { actor: person.actor } });
    },
  );
}

function settingRoutes(server: FastifyInstance, { db, now }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug",
      permission: "project:read",
      summary: "A project, your role, and how much it holds",
    },
    async ({ member }) => ({
      ...member.project,
      role: member.role,
      counts: await countResources(db, member.project.id, member),
    }),
  );

  projectRoute(
    server,
    db,
    {
      method: "PATCH",
      url: "/api/projects/:projectSlug",
      permission: "project:edit",
      summary: "Change a project's name or objective",
      body: editProjectBody,
    },
    async ({ member, body }) => {
      await editProject(db, member.actor, { projectId: member.project.id, ...body });
      return { changed: true };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/tokens",
      permission: "token:make",
      summary: "Make an API token that opens this project alone; its secret is shown once",
      body: tokenBody,
    },
    async ({ member, body, reply }) => {
      const token = await createToken(db, member.actor, {
        name: body.name,
        projectId: member.project.id,
        expiresAt:
          body.expiresInDays === null ? null : new Date(now().getTime() + body.expiresInDays * 86_400_000),
        now: now(),
      });
      void reply.code(201);
      return token;
    },
  );
}

function memberRoutes(server: FastifyInstance, { db, config, now }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/members",
      permission: "member:read",
      summary: "Everybody who holds any grant in a project, and by what; a page at a time",
      query: membersQuery,
    },
    async ({ member, query }) => listMembers(db, member.project.id, query),
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/invitations",
      permission: "member:manage",
      summary: "Make a link that lets one person join",
      body: invitationBody,
    },
    async ({ member, body, reply }) => {
      const { path, expiresAt } = await invite(db, member.actor, {
        projectId: member.project.id,
        role: body.role,
        byRole: member.role,
        now: now(),
      });
      void reply.code(201);
      return { path, url: linkTo(config, path), expiresAt };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "PATCH",
      url: "/api/projects/:projectSlug/members/:userId",
      permission: "member:manage",
      summary: "Change a member's role",
      params: memberParams,
      body: roleBody,
    },
    async ({ member, params, body }) => {
      await changeMember(db, member.actor, {
        projectId: member.project.id,
        userId: params.userId,
        byRole: member.role,
        role: body.role,
      });
      return { role: body.role };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "DELETE",
      url: "/api/projects/:projectSlug/members/:userId",
      permission: "member:leave",
      summary:
        "Leave a project, or take a member out of it: of their role, their groups and single resources",
      params: memberParams,
    },
    async ({ member, params }) => {
      if (params.userId !== member.person.id && !may(member, "member:manage"))
        throw new AppError("FORBIDDEN", "Only a maintainer may take somebody else out of the project.");
      await removeMember(db, member.actor, {
        projectId: member.project.id,
        userId: params.userId,
        byRole: member.role,
      });
      return { removed: true };
    },
  );
}

function searchRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/search",
      permission: "project:read",
      summary: "Find datasets, notebooks, experiments, runs, models and jobs by name",
      query: searchQuery,
    },
    async ({ member, query }) =>
      searchTargets(db, { projectId: member.project.id, text: query.q, viewer: member }),
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/audit",
      permission: "audit:read",
      summary: "Who did what, newest first",
      query: auditQuery,
    },
    async ({ member, query }) => listAudit(db, member.project.id, query),
  );
}
