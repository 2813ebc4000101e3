import { roleOn } from "@/lib/auth/decide";
import { grantsOfAccount, projectIdsOf } from "@/lib/auth/grants";
import type { Person } from "@/lib/auth/identity";
import {
  projectChain,
  readableDatasets,
  readableExperiments,
  readableModels,
  readableNotebooks,
  toIdFilter,
  toTextIdFilter,
  type AccessFilter,
  type Holder,
} from "@/lib/auth/access-filter";
import { atLeast, type Role } from "@/lib/auth/permissions";
import { hashOfSecret } from "@/lib/auth/secrets";
import type { Db, Tx } from "@/lib/db/client";
import { limits } from "@/lib/limits";
import { countMembers } from "./people";
import { rulesOf, type ProjectRules } from "./rules";

/** Projects that a person may open, by name. */
export async function listProjects(db: Db, person: Person) {
  return db.project.findMany({
    where: person.isAdmin ? {} : { id: { in: await projectIdsOf(db, person.id) } },
    select: { id: true, slug: true, name: true, objective: true, createdAt: true },
    orderBy: { name: "asc" },
    take: limits.pageSizeMax,
  });
}

/** How many of each thing that somebody may see a project holds, for its navigation. */
export async function countResources(db: Db, projectId: string, viewer: Holder) {
  const [datasets, notebooks, experiments, running, models, members] = await Promise.all([
    db.dataset.count({ where: { projectId, id: toTextIdFilter(readableDatasets(viewer)) } }),
    db.notebook.count({
      where: { projectId, deletedAt: null, id: toTextIdFilter(readableNotebooks(viewer)) },
    }),
    db.experiment.count({
      where: {
        projectId,
        id: toIdFilter(readableExperiments(viewer)),
        deletedAt: null,
        OR: [{ number: { gt: 0 } }, { runs: { some: {} } }],
      },
    }),
    countRunningJobs(db, projectId, readableExperiments(viewer)),
    db.registeredModel.count({ where: { projectId, id: toTextIdFilter(readableModels(viewer)) } }),
    countMembers(db, projectId),
  ]);
  return { datasets, notebooks, experiments, running, models, members };
}

/** Jobs that wait or run; those of runs beyond the filter are left out. */
async function countRunningJobs(db: Db, projectId: string, access: AccessFilter): Promise<number> {
  const where = { projectId, status: "RUNNING" };
  if (access.all && access.but.length === 0) return db.job.count({ where });
  const jobs = await db.job.findMany({ where, select: { runId: true }, take: limits.pageSizeMax });
  const runIds = jobs.flatMap(({ runId }) => runId ?? []);
  const ofRuns = await db.run.count({ where: { id: { in: runIds }, experimentId: toIdFilter(access) } });
  return ofRuns + (access.all ? jobs.length - runIds.length : 0);
}
export type Counts = Awaited<ReturnType<typeof countResources>>;

/** What a project asks of its models. */
export async function findRules(db: Tx, projectId: string): Promise<ProjectRules> {
  return rulesOf(await db.project.findUniqueOrThrow({ where: { id: projectId }, select: { rules: true } }));
}

/**
 * What an invitation says to its bearer; null when it is used, expired or was never made, and when who
 * made it could no longer give its role.
 */
export async function findInvitation(db: Tx, secret: string, now: Date) {
  const invitation = await db.invitation.findUnique({ where: { hash: hashOfSecret(secret) } });
  if (!invitation || invitation.usedAt || invitation.expiresAt <= now) return null;
  const project = await db.project.findUnique({
    where: { id: invitation.projectId },
    select: { id: true, name: true, slug: true },
  });
  const role = invitation.role as Role;
  const maker = project && (await roleNow(db, invitation.createdBy, project.id));
  return maker && atLeast(maker, role) ? { id: invitation.id, role, project } : null;
}

/**
 * The role that an account gives somebody in a project as things stand; null for none,
 * or when it is disabled.
 */
async function roleNow(db: Tx, userId: string, projectId: string): Promise<Role | null> {
  const user = await db.user.findUnique({
    where: { id: userId, disabledAt: null },
    select: { id: true, name: true, isAdmin: true },
  });
  return user && roleOn(await grantsOfAccount(db, user, projectId), projectChain(projectId));
}
