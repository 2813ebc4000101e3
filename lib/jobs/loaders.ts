import { may } from "@/lib/auth/member";
import { pageLoader } from "@/lib/http/page-loader";
import { openStorage } from "@/lib/storage/open";
import { newestAttempt, readLog } from "./log";
import { countOpenJobs, findJob, findJobGroup, listenerOf, listJobPeople, listJobs } from "./queries";
import { findPlaces, listAhead } from "./queue-places";
import { jobAccessOf } from "./readable-jobs";
import type { JobsSearch } from "./schema";

/** So much of a log is shown at first. */
const logBytes = 16_000;

/** A page of a project's jobs by what is searched for, with the queue's places. */
export const loadJobs = pageLoader(
  { permission: "job:read", resources: () => [] },
  async ({ member, db }, search: JobsSearch) => {
    const [projectId, access] = [member.project.id, jobAccessOf(member)];
    const page = await listJobs(db, listenerOf(member), access, search);
    return {
      ...page,
      places: await findPlaces(db, projectId, page.jobs),
      people: await listJobPeople(db, projectId, access),
      group: search.group ? await findJobGroup(db, projectId, access, search.group) : null,
      open: await countOpenJobs(db, projectId, access),
      mayCancel: may(member, "job:cancel"),
      mayStart: may(member, "job:start"),
    };
  },
);

/** Imports and recipes of a project that wait or run, for the page of its datasets. */
export const loadDatasetJobs = pageLoader(
  { permission: "dataset:read", resources: "filtered" },
  async ({ member, db }) => {
    const projectId = member.project.id;
    const query = { status: "open" as const, kinds: ["import", "recipe", "synthetic", "refresh"] };
    const { jobs } = await listJobs(db, listenerOf(member), jobAccessOf(member), query);
    return { jobs, places: await findPlaces(db, projectId, jobs), mayCancel: may(member, "job:cancel") };
  },
);

/** A job with its run, its place in the queue and who is ahead, and the end of its log. */
export const loadJob = pageLoader(
  { permission: "job:read", resources: (id: string) => [{ kind: "job", id }] },
  async ({ member, db }, jobId: string) => {
    const [projectId, access] = [member.project.id, jobAccessOf(member)];
    const job = await findJob(db, listenerOf(member), jobId);
    const run = job.runId
      ? await db.run.findUnique({ where: { id: job.runId }, select: { uid: true, name: true } })
      : null;
    const place = (await findPlaces(db, projectId, [job])).get(jobId) ?? null;
    return {
      job,
      run,
      group: job.groupId ? await findJobGroup(db, projectId, access, job.groupId) : null,
      place,
      ahead: place && place.own > 0 ? await listAhead(db, job, { projectId, access }) : [],
      log: await readLog(openStorage().files, newestAttempt(job), { place: "end", limit: logBytes }),
      mayCancel: may(member, "job:cancel"),
      mayStart: may(member, "job:start"),
    };
  },
);
