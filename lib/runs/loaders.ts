import { may } from "@/lib/auth/member";
import { readableDatasets, readableExperiments } from "@/lib/auth/access-filter";
import { AppError } from "@/lib/errors";
import { listExperiments } from "@/lib/experiments/queries";
import { pageLoader } from "@/lib/http/page-loader";
import { findJob, jobLog, listJobs } from "@/lib/jobs/queries";
import type { Evaluation } from "@/lib/ml/metrics";
import { findDatasetChoices } from "@/lib/datasets/choices";
import { findRules } from "@/lib/projects/queries";
import { lackingMetrics } from "@/lib/projects/rules";
import { readJson } from "@/lib/storage/json";
import { openStorage } from "@/lib/storage/open";
import { findRun, findRuns, listChildren, listRuns } from "./queries";
import type { RunsQuery } from "./schema";
import { drawnSeries } from "./series";
import { usedBy } from "./used";

/** What the trainer wrote about a run: confusion, curves and metrics on both parts. */
export type RunEvaluation = { classes: string[]; train: Evaluation; test: Evaluation };
export type Importance = { feature: string; value: number }[];

export const loadExperiments = pageLoader(
  { permission: "run:read", resources: "filtered" },
  async ({ member, db }) => ({
    experiments: await listExperiments(db, member.project.id, readableExperiments(member)),
    mayTrain: may(member, "job:start"),
    mayTransfer: may(member, "transfer:start"),
  }),
);

/** A page of runs; a filter that cannot be read comes back as a sentence, with no run. */
export const loadRuns = pageLoader(
  {
    permission: "run:read",
    resources: ({ experiment }: RunsQuery) =>
      experiment ? [{ kind: "experiment", name: experiment }] : "filtered",
  },
  async ({ member, db }, query: RunsQuery) => {
    const page = await listRuns(db, member.project.id, readableExperiments(member), query).catch(
      (thrown: unknown) => {
        if (!(thrown instanceof AppError) || thrown.code !== "INVALID") throw thrown;
        return { runs: [], matching: 0, total: 0, next: null, problem: thrown.message };
      },
    );
    return {
      problem: null,
      ...page,
      mayDelete: may(member, "run:delete"),
      mayRegister: may(member, "model:register"),
      mayTrain: may(member, "job:start"),
    };
  },
);

export const loadRecentRuns = pageLoader(
  { permission: "run:read", resources: "filtered" },
  async ({ member, db }) =>
    listRuns(db, member.project.id, readableExperiments(member), {
      sort: "started",
      order: "desc",
      deleted: false,
      limit: 8,
    }),
);

export const loadRun = pageLoader(
  { permission: "run:read", resources: (uid: string) => [{ kind: "run", uid }] },
  async ({ member, db }, uid: string) => {
    const run = await findRun(db, member.project.id, uid);
    const [evaluation, importance, children, job, person, series, used, rules] = await Promise.all([
      artifactJson<RunEvaluation>(run, "evaluation.json"),
      artifactJson<Importance>(run, "importance.json"),
      listChildren(db, member.project.id, run.id),
      run.jobId ? findJob(db, member.project.id, run.jobId) : null,
      db.user.findUnique({ where: { id: run.createdBy }, select: { name: true } }),
      drawnSeries(db, run.id, { most: 12, pixels: 600 }),
      usedBy(db, { ...run, projectId: member.project.id }),
      findRules(db, member.project.id),
    ]);
    const lacking =
      run.status === "FINISHED" && children.length === 0 ? lackingMetrics(rules, run.metrics) : [];
    return {
      run,
      lacking,
      evaluation,
      importance,
      children,
      job,
      series,
      used,
      by: person?.name ?? "somebody",
      mayRegister: may(member, "model:register"),
      mayCancel: may(member, "job:cancel"),
    };
  },
);

export const loadComparison = pageLoader(
  { permission: "run:read", resources: (uids: string[]) => uids.map((uid) => ({ kind: "run", uid })) },
  async ({ member, db }, uids: string[]) => {
    const runs = await findRuns(db, member.project.id, uids.slice(0, 20));
    return Promise.all(
      runs.map(async (run) => ({
        run,
        evaluation: await artifactJson<RunEvaluation>(run, "evaluation.json"),
      })),
    );
  },
);

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
    return { job, run, log: await jobLog(db, jobId), mayCancel: may(member, "job:cancel") };
  },
);

export const loadTraining = pageLoader(
  { permission: "job:start", resources: "filtered" },
  async ({ member, db }) => findDatasetChoices(db, member.project.id, readableDatasets(member)),
);

/** A file of a run, read as JSON; null where the run has none of that name. */
export async function artifactJson<Value>(
  run: { artifacts: { path: string; sha256: string }[] },
  path: string,
): Promise<Value | null> {
  const artifact = run.artifacts.find((candidate) => candidate.path === path);
  return artifact ? readJson<Value>(openStorage(), artifact.sha256) : null;
}
