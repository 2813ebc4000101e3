import { readableExperiments } from "@/lib/auth/access-filter";
import { may } from "@/lib/auth/member";
import { pageLoader } from "@/lib/http/page-loader";
import { openStorage } from "@/lib/storage/open";
import { newestAttempt, readLog } from "./log";
import { findJob, listJobs } from "./queries";

export const loadJobs = pageLoader(
  { permission: "job:read", resources: () => [] },
  async ({ member, db }) => ({
    jobs: await listJobs(db, member.project.id, readableExperiments(member)),
    mayCancel: may(member, "job:cancel"),
  }),
);

export const loadJob = pageLoader(
  { permission: "job:read", resources: (id: string) => [{ kind: "job", id }] },
  async ({ member, db }, jobId: string) => {
    const job = await findJob(db, member.project.id, jobId);
    const run = job.runId
      ? await db.run.findUnique({ where: { id: job.runId }, select: { uid: true, name: true } })
      : null;
    return {
      job,
      run,
      log: await readLog(openStorage().files, newestAttempt(job), { place: "end", limit: 16_000 }),
      mayCancel: may(member, "job:cancel"),
    };
  },
);
