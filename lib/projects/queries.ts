import type { Person } from "@/lib/auth/identity";
import type { Db } from "@/lib/db/client";
import { limits } from "@/lib/limits";

/** Projects that a person may open, by name. */
export async function listProjects(db: Db, person: Person) {
  const grants = await db.grant.findMany({ where: { subjectKind: "person", subjectId: person.id, scopeKind: "project", effect: "allow" }, select: { scopeId: true } });
  return db.project.findMany({
    where: person.isAdmin ? {} : { id: { in: grants.map(({ scopeId }) => scopeId) } },
    select: { id: true, slug: true, name: true, objective: true, createdAt: true },
    orderBy: { name: "asc" },
    take: limits.pageSizeMax,
  });
}

/** How many of each thing a project holds, for its navigation. */
export async function countThings(db: Db, projectId: string) {
  const [datasets, notebooks, experiments, running, models, members] = await Promise.all([
    db.dataset.count({ where: { projectId } }),
    db.notebook.count({ where: { projectId } }),
    db.experiment.count({ where: { projectId } }),
    db.job.count({ where: { projectId, status: { in: ["QUEUED", "RUNNING"] } } }),
    db.registeredModel.count({ where: { projectId } }),
    db.grant.count({ where: { projectId, subjectKind: "person", scopeKind: "project", effect: "allow" } }),
  ]);
  return { datasets, notebooks, experiments, running, models, members };
}
export type Counts = Awaited<ReturnType<typeof countThings>>;
