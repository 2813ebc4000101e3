import { toIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { numberAfter, toPage, type PageQuery } from "@/lib/page";
import { refusal } from "@/lib/refusals";

/**
 * An experiment by its name, deleted or not.
 * @throws {AppError} NOT_FOUND when the project has no experiment of that name
 */
export async function findExperiment(db: Tx, projectId: string, name: string) {
  const experiment = await db.experiment.findUnique({ where: { projectId_name: { projectId, name } } });
  if (!experiment) throw new AppError("NOT_FOUND", `There is no experiment ${name} in this project.`);
  return experiment;
}

/**
 * An experiment by its number in the project, deleted or not.
 * @throws {AppError} NOT_FOUND when the project has no experiment of that number
 */
export async function findExperimentByNumber(db: Tx, projectId: string, number: number) {
  const experiment = await db.experiment.findUnique({ where: { projectId_number: { projectId, number } } });
  if (!experiment) throw refusal("experiment missing", { number });
  return experiment;
}

/** A page of a project's experiments with how many runs they hold, newest first. */
export async function listExperiments(db: Tx, projectId: string, access: AccessFilter, page: PageQuery) {
  const after = numberAfter(page.after);
  const where = {
    projectId,
    id: toIdFilter(access),
    deletedAt: null,
    OR: [{ number: { gt: 0 } }, { runs: { some: {} } }],
  };
  const found = await db.experiment.findMany({
    where: after === null ? where : { AND: [where, { id: { lt: after } }] },
    select: {
      id: true,
      name: true,
      createdAt: true,
      _count: { select: { runs: { where: { deletedAt: null } } } },
      runs: {
        where: { deletedAt: null },
        select: { startTime: true, status: true },
        orderBy: { id: "desc" },
        take: 1,
      },
    },
    orderBy: { id: "desc" },
    take: page.limit + 1,
  });
  const total = await db.experiment.count({ where });
  return { ...toPage(found, page.limit, ({ id }) => String(id)), total };
}
export type ExperimentRow = Awaited<ReturnType<typeof listExperiments>>["rows"][number];
