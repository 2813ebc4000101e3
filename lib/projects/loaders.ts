import { may } from "@/lib/auth/member";
import { listAudit } from "@/lib/auth/audit";
import { findPasswordLink } from "@/lib/auth/passwords";
import { listPeople } from "@/lib/auth/people";
import { needsSetup } from "@/lib/auth/setup";
import { listTokens } from "@/lib/auth/tokens";
import { db } from "@/lib/db/client";
import { eventBeforeDrawing } from "@/lib/events/read";
import { currentPerson, pageLoader, personLoader } from "@/lib/http/page-loader";
import { limits } from "@/lib/limits";
import { countMembers, listMembers } from "./people";
import { pageOfGroups } from "./groups";
import { listResourcePermissions } from "./rights";
import { countResources, findInvitation, listProjects } from "./queries";

/** What stands around every page of a project; also for whoever was granted a single resource of it. */
export const loadShell = pageLoader(
  { permission: "project:read", resources: "filtered" },
  async ({ member, db }) => {
    const [since, counts] = await Promise.all([
      eventBeforeDrawing(db, member.project.id, new Date()),
      countResources(db, member.project.id, member),
    ]);
    const person = { id: member.person.id, name: member.person.name };
    return { project: member.project, person, role: member.role, since, counts };
  },
);

/** The overview: what the project is for, who is in it, and how far the method has come. */
export const loadOverview = pageLoader({ permission: "project:read" }, async ({ member, db }) => {
  const [project, members, counts] = await Promise.all([
    db.project.findUniqueOrThrow({ where: { id: member.project.id } }),
    listMembers(db, member.project.id, { limit: 8 }),
    countResources(db, member.project.id, member),
  ]);
  return {
    project,
    members: members.members,
    counts,
    mayEdit: may(member, "project:edit"),
    mayTrain: may(member, "job:start"),
  };
});

/** Members, and for whoever manages them the first groups and permissions on single resources. */
export const loadMembers = pageLoader(
  { permission: "member:read" },
  async ({ member, db }, after: string | undefined) => {
    const projectId = member.project.id;
    const mayManage = may(member, "member:manage");
    const [page, people, groups, grants] = await Promise.all([
      listMembers(db, projectId, { after, limit: 100 }),
      countMembers(db, projectId),
      mayManage ? pageOfGroups(db, projectId, { limit: 100 }) : { groups: [], next: null },
      mayManage
        ? listResourcePermissions(db, projectId, { limit: 200, managedBy: member })
        : { grants: [], next: null },
    ]);
    return {
      ...page,
      people,
      me: member.person.id,
      role: member.role,
      mayManage,
      groups: groups.groups,
      permissions: grants.grants,
      more: groups.next !== null || grants.next !== null,
    };
  },
);

/** A page of what happened in a project, the newest first. */
export const loadAudit = pageLoader(
  { permission: "audit:read" },
  async ({ member, db }, before: number | undefined) =>
    listAudit(db, member.project.id, { before, limit: limits.pageSize }),
);

/** The projects of who is signed in. */
export const loadProjects = personLoader("signed-in", async ({ person, db }) => ({
  person: { name: person.name, isAdmin: person.isAdmin },
  projects: await listProjects(db, person),
}));

/** A page of the instance's people, for its administrators. */
export const loadPeople = personLoader(
  "administrator",
  async ({ person, db }, search: string, after: string | undefined) => ({
    ...(await listPeople(db, { search, after, limit: limits.pageSize, now: new Date() })),
    me: person.id,
  }),
);

/** The account of who is signed in, with the tokens that it has made. */
export const loadAccount = personLoader("signed-in", async ({ person, db }) => ({
  person: { name: person.name, email: person.email },
  tokens: await listTokens(db, person.id),
}));

/** What a stranger may know before signing in: whether the first administrator is still to be made. */
export async function loadSignInState(): Promise<{ needsSetup: boolean; signedIn: boolean }> {
  return { needsSetup: await needsSetup(db()), signedIn: (await currentPerson()) !== null };
}

/** Whose password a link is for, for whoever holds it; null for a link that no longer works. */
export async function loadPasswordLink(secret: string) {
  const link = await findPasswordLink(db(), secret, new Date());
  return link && { name: link.user.name, tokens: link.tokens };
}

/** What an invitation says to whoever holds its link. */
export async function loadInvitation(secret: string) {
  const invitation = await findInvitation(db(), secret, new Date());
  const person = await currentPerson();
  return invitation
    ? { project: invitation.project.name, role: invitation.role, person: person?.name ?? null }
    : null;
}
