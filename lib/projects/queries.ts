import { projectIdsOf } from "@/lib/auth/grants";
import type { Person } from "@/lib/auth/identity";
import {
  readableDatasets,
  readableExperiments,
  readableModels,
  readableNotebooks,
  toIdFilter,
  toTextIdFilter,
  type AccessFilter,
  type Holder,
} from "@/lib/auth/access-filter";
import type { Role } from "@/lib/auth/permissions";
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
    db.notebook.count({ where: { projectId, id: toTextIdFilter(readableNotebooks(viewer)) } }),
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

/** What an invitation says to its bearer; null when it is used, expired or was never made. */
export async function findInvitation(db: Tx, secret: string, now: Date) {
  const invitation = await db.invitation.findUnique({ where: { hash: hashOfSecret(secret) } });
  if (!invitation || invitation.usedAt || invitation.expiresAt <= now) return null;
  const project = await db.project.findUnique({
    where: { id: invitation.projectId },
    select: { id: true, name: true, slug: true },
  });
  return project ? { id: invitation.id, role: invitation.role as Role, project } : null;
}
