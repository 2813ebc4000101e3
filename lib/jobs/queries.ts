import { namesOf } from "@/lib/auth/users";
import { jobsTold } from "./told";
import { readerOf, type Reader } from "@/lib/datasets/reader";
import type { Member } from "@/lib/auth/member";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { toPage } from "@/lib/page";
import { cursorOf, cursorText } from "./cursor";
import { readableJobs, type JobAccess } from "./readable-jobs";
import { statusesOf, type JobsQuery } from "./schema";

/** Who is told of jobs: the masks that hold for them, and the person that they are. */
export type Listener = { reader: Reader; personId: string };

/** A member as one who is told of jobs. */
export function listenerOf(member: Member): Listener {
  return { reader: readerOf(member), personId: member.actor.id };
}

const select = {
  id: true,
  kind: true,
  title: true,
  status: true,
  groupId: true,
  runId: true,
  createdBy: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
  priority: true,
  attempts: true,
  worker: true,
  done: true,
  total: true,
  message: true,
  error: true,
  report: true,
  cancelRequestedAt: true,
  datasetId: true,
  datasetVersionId: true,
} as const;

/** A page of a project's jobs as somebody is told of them, newest first; `next` begins the page after it. */
export async function listJobs(
  db: Tx,
  { reader, personId }: Listener,
  access: JobAccess,
  query: Partial<JobsQuery> & { kinds?: readonly string[] } = {},
) {
  const { projectId } = reader;
  const { limit = limits.pageSize, status, kind, kinds, person, group, after } = query;
  const last = after === undefined ? null : cursorOf(after);
  const older = last && [
    { createdAt: { lt: last.createdAt } },
    { createdAt: last.createdAt, id: { lt: last.id } },
  ];
  const found = await db.job.findMany({
    where: {
      projectId,
      ...(status ? { status: { in: statusesOf(status) } } : {}),
      ...(kind ? { kind } : kinds ? { kind: { in: [...kinds] } } : {}),
      ...(person ? { createdBy: person } : {}),
      ...(group ? { groupId: group } : {}),
      AND: [readableJobs(access), older ? { OR: older } : {}],
    },
    select,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const { rows: jobs, next } = toPage(found, limit, cursorText);
  const names = await namesOf(
    db,
    jobs.map(({ createdBy }) => createdBy),
  );
  return {
    jobs: (await jobsTold(db, reader, personId, jobs)).map((job) => ({
      ...job,
      by: names.get(job.createdBy) ?? "somebody",
    })),
    next,
  };
}
export type JobRow = Awaited<ReturnType<typeof listJobs>>["jobs"][number];

/** A job and its attempts, as somebody is told of them. @throws {AppError} NOT_FOUND when there is none */
export async function findJob(db: Tx, { reader, personId }: Listener, jobId: string) {
  const { projectId } = reader;
  const found = await db.job.findFirst({ where: { id: jobId, projectId }, select });
  const [job] = found ? await jobsTold(db, reader, personId, [found]) : [];
  if (!job) throw new AppError("NOT_FOUND", "There is no such job in this project.");
  const names = await namesOf(db, [job.createdBy]);
  const tries = await db.attempt.findMany({
    where: { jobId },
    select: {
      number: true,
      worker: true,
      startedAt: true,
      endedAt: true,
      outcome: true,
      exit: true,
      reason: true,
    },
    orderBy: { number: "desc" },
    take: limits.pageSize,
  });
  const told = job.isHidden ? tries.map((one) => ({ ...one, reason: null })) : tries;
  return { ...job, by: names.get(job.createdBy) ?? "somebody", tries: told };
}
export type JobDetail = Awaited<ReturnType<typeof findJob>>;

/** People who asked for jobs of a project, by name, for its filter. */
export async function listJobPeople(db: Tx, projectId: string, access: JobAccess) {
  const found = await db.job.findMany({
    where: { projectId, ...readableJobs(access) },
    distinct: ["createdBy"],
    select: { createdBy: true },
    take: limits.pageSize,
  });
  return db.user.findMany({
    where: { id: { in: found.map(({ createdBy }) => createdBy) } },
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });
}

/** How many jobs of a project wait and run, as far as somebody may see them. */
export async function countOpenJobs(db: Tx, projectId: string, access: JobAccess, groupId?: string) {
  const counts = await db.job.groupBy({
    by: ["status"],
    where: {
      projectId,
      ...readableJobs(access),
      ...(groupId ? { groupId } : { status: { in: ["QUEUED", "RUNNING"] } }),
    },
    _count: true,
  });
  const of = (status: string) => counts.find((count) => count.status === status)?._count ?? 0;
  return {
    waiting: of("QUEUED"),
    running: of("RUNNING"),
    ended: of("FINISHED") + of("FAILED") + of("KILLED"),
  };
}
export type OpenJobs = Awaited<ReturnType<typeof countOpenJobs>>;

/**
 * Jobs started together, such as a sweep: the name of their run and how many are open;
 * null where there are none.
 */
export async function findJobGroup(db: Tx, projectId: string, access: JobAccess, groupId: string) {
  const open = await countOpenJobs(db, projectId, access, groupId);
  if (open.waiting + open.running + open.ended === 0) return null;
  const run = await db.run.findFirst({ where: { projectId, uid: groupId }, select: { name: true } });
  return { id: groupId, name: run?.name ?? "Jobs started together", ...open };
}
export type JobGroup = NonNullable<Awaited<ReturnType<typeof findJobGroup>>>;
