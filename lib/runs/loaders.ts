import type * as z from "zod";
import { may } from "@/lib/auth/member";
import { readableDatasets, readableExperiments } from "@/lib/auth/access-filter";
import { findDatasetChoices } from "@/lib/datasets/choices";
import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
import { listExperiments } from "@/lib/experiments/queries";
import { pageLoader } from "@/lib/http/page-loader";
import { findJob, findJobGroup, listenerOf } from "@/lib/jobs/queries";
import { jobAccessOf } from "@/lib/jobs/readable-jobs";
import type { PageQuery } from "@/lib/page";
import { findRules } from "@/lib/projects/queries";
import { lackingMetrics } from "@/lib/projects/rules";
import { readJson } from "@/lib/storage/json";
import { openStorage } from "@/lib/storage/open";
import { firstMetrics, metricsCalled } from "./cells";
import { leadingMetric } from "./columns";
import { countChildren, listChildren } from "./children";
import { comparedAtMost } from "./compared-at-most";
import { findCompared } from "./comparison";
import { runEvaluation, runImportance } from "./evaluation";
import { bestOfEach, intervalOf, type Interval } from "./f1-intervals";
import { FilterError } from "./filter-error";
import { findRunHead, findRunsPage, hasRunFile, listedRuns, namesEach } from "./queries";
import { runNames } from "./run-names";
import { countItems, listPairs, listRunFiles, listRunMetrics } from "./run-items";
import { loadRunTable, type RunTablePage } from "./run-table";
import type { RunsQuery } from "./schema";
import { drawnSeries } from "./series";
import { listUsedDatasets, listUsedModels } from "./used";

/** What the page of a run shows of each of its lists at first, and how many charts and models. */
const [listedOfRun, chartsOfRun, modelsOfRun] = [50, 12, 10];
/** Files that the product's trainer writes are smaller. */
const readBytes = 8 * 2 ** 20;

/** The experiments of a project that the member may read. */
export const loadExperiments = pageLoader(
  { permission: "run:read", resources: "filtered" },
  async ({ member, db }, page: PageQuery) => ({
    ...(await listExperiments(db, member.project.id, readableExperiments(member), page)),
    after: page.after,
    mayTrain: may(member, "job:start"),
    mayTransfer: may(member, "transfer:start"),
  }),
);

type TableQuery = RunsQuery & { experiment: string; columns?: string | undefined };

/** A page of an experiment's runs; a filter that cannot be read comes back as its fault, with no run. */
export const loadRuns = pageLoader(
  {
    permission: "run:read",
    resources: ({ experiment }: TableQuery) => [{ kind: "experiment", name: experiment }],
  },
  async ({ member, db }, query: TableQuery) => {
    const access = readableExperiments(member);
    const page = await readable(() => loadRunTable(db, member.project.id, access, query));
    return {
      page,
      intervals: await intervalsOf(db, page),
      mayDelete: may(member, "run:delete"),
      mayRemove: may(member, "run:remove"),
      mayRegister: may(member, "model:register"),
      mayTrain: may(member, "job:start"),
    };
  },
);

/** The interval of F1 of the best run of each algorithm, by the run's id. */
async function intervalsOf(db: Db, { runs, metrics }: RunTablePage): Promise<Record<string, Interval>> {
  const best = bestOfEach(runs, metrics.f1 ?? []);
  const found = await Promise.all(
    best.map(async ({ id, uid }) => {
      const evaluation = await runJson(db, id, "evaluation.json", runEvaluation);
      const interval = evaluation && intervalOf(evaluation.test.confusion);
      return interval ? [[uid, interval] as const] : [];
    }),
  );
  return Object.fromEntries(found.flat());
}

const nothing: RunTablePage = {
  runs: [],
  columns: [],
  usual: [],
  metrics: {},
  names: [],
  sorted: "",
  moreNames: false,
  matching: 0,
  total: 0,
  atLeast: { matching: false, total: false },
  next: null,
  taken: [],
  unknown: [],
};
export type FilterProblem = { message: string; at: number | null };

/** A page, or what is wrong with its filter, its order or its place. */
async function readable(
  read: () => Promise<RunTablePage>,
): Promise<RunTablePage & { problem: FilterProblem | null }> {
  try {
    return { ...(await read()), problem: null };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== "INVALID") throw thrown;
    const at = thrown instanceof FilterError ? thrown.at : null;
    return { ...nothing, problem: { message: thrown.message, at } };
  }
}

/** The newest runs of a project that the member may read. */
export const loadRecentRuns = pageLoader(
  { permission: "run:read", resources: "filtered" },
  async ({ member, db }) => {
    const query: RunsQuery = { sort: "started", order: "desc", deleted: false, limit: 8 };
    const { ids, matching, atLeast } = await findRunsPage(
      db,
      member.project.id,
      readableExperiments(member),
      query,
    );
    const metrics = await firstMetrics(directOf(db), ids, namesEach(ids.length));
    const { names } = runNames({ metrics, params: new Map(), tags: new Map() });
    const heads = await listedRuns(db, ids);
    const runs = heads.map((run) => ({ ...run, metrics: metrics.get(run.id)?.items ?? [] }));
    return { runs, metric: leadingMetric(names), matching, atLeast: atLeast.matching };
  },
);
export type RecentRun = Awaited<ReturnType<typeof loadRecentRuns>>["runs"][number];

/** A run with what its page shows at first: the beginning of each list, and how many there are. */
export const loadRun = pageLoader(
  { permission: "run:read", resources: (uid: string) => [{ kind: "run", uid }] },
  async ({ member, db }, uid: string) => {
    const projectId = member.project.id;
    const run = await findRunHead(db, projectId, uid);
    const [evaluation, importance, lists, children, job, person, series, datasets, models] =
      await Promise.all([
        run.jobId ? runJson(db, run.id, "evaluation.json", runEvaluation) : null,
        run.jobId ? runJson(db, run.id, "importance.json", runImportance) : null,
        loadLists(db, run.id),
        loadChildren(db, projectId, run.id),
        run.jobId ? findJob(db, listenerOf(member), run.jobId) : null,
        db.user.findUnique({ where: { id: run.createdBy }, select: { name: true } }),
        drawnSeries(db, run.id, { most: chartsOfRun, pixels: 600 }),
        listUsedDatasets(db, run.id, { limit: listedOfRun }),
        listUsedModels(db, { ...run, projectId }, { limit: modelsOfRun }),
      ]);
    return {
      run,
      lists,
      lacking: run.status === "FINISHED" && children.all === 0 ? await lackingOf(db, projectId, run.id) : [],
      evaluation,
      importance,
      children,
      job,
      group: children.all > 0 ? await findJobGroup(db, projectId, jobAccessOf(member), uid) : null,
      series,
      datasets,
      models,
      by: person?.name ?? "somebody",
      hasModel: models.items.length > 0 || (await hasRunFile(db, run.id, "model/MLmodel")),
      mayRegister: may(member, "model:register"),
      mayCancel: may(member, "job:cancel"),
    };
  },
);

async function loadLists(db: Db, runId: number) {
  const query = { limit: listedOfRun };
  return {
    params: await listPairs(db, "RunParam", runId, query),
    tags: await listPairs(db, "RunTag", runId, { ...query, own: true }),
    facts: await listFacts(db, runId),
    metrics: await listRunMetrics(db, runId, query),
    files: await listRunFiles(db, runId, query),
    counts: await countItems(db, runId),
  };
}
/** What clients say of a run in tags of their own. */
const factTags = [
  "mlflow.note.content",
  "mlflow.source.name",
  "mlflow.source.git.commit",
  "mlflow.source.git.branch",
  "mlflow.user",
];
const factCharacters = 8_000;

async function listFacts(db: Db, runId: number): Promise<Record<string, string>> {
  const rows = await db.runTag.findMany({ where: { runId, key: { in: factTags } } });
  return Object.fromEntries(rows.map(({ key, value }) => [key, value.slice(0, factCharacters)]));
}

export type RunLists = Awaited<ReturnType<typeof loadLists>>;

async function loadChildren(db: Db, projectId: string, runId: number) {
  const page = await listChildren(db, projectId, runId, { limit: listedOfRun });
  const counts = page.items.length > 0 ? await countChildren(db, projectId, runId) : { all: 0, finished: 0 };
  return { ...page, ...counts };
}
export type RunChildren = Awaited<ReturnType<typeof loadChildren>>;

/** Metrics that the project asks for and the run lacks. */
async function lackingOf(db: Db, projectId: string, runId: number): Promise<string[]> {
  const rules = await findRules(db, projectId);
  const found = await metricsCalled(directOf(db), projectId, [runId], rules.metrics);
  return lackingMetrics(rules, found.get(runId) ?? []);
}

type Compared = { runs: readonly string[]; from: number };

function comparedOf({ runs, from }: Compared): readonly string[] {
  return runs.slice(from, from + comparedAtMost);
}

/** Runs side by side, those from `from` on where there are too many for one page. */
export const loadComparison = pageLoader(
  {
    permission: "run:read",
    resources: (asked: Compared) => comparedOf(asked).map((uid) => ({ kind: "run", uid })),
  },
  async ({ member, db }, asked: Compared) => {
    const compared = await findCompared(db, member.project.id, comparedOf(asked));
    return Promise.all(
      compared.map(async (run) => ({
        run,
        evaluation: run.jobId ? await runJson(db, run.id, "evaluation.json", runEvaluation) : null,
      })),
    );
  },
);

/** The datasets that a member may train on. */
export const loadTraining = pageLoader(
  { permission: "job:start", resources: "filtered" },
  async ({ member, db }) => findDatasetChoices(db, member.project.id, readableDatasets(member)),
);

/** A file that the trainer wrote; null where the run has none of that name, or one of another shape. */
async function runJson<Value>(
  db: Db,
  runId: number,
  path: string,
  shape: z.ZodType<Value>,
): Promise<Value | null> {
  const file = await db.runArtifact.findUnique({
    where: { runId_path: { runId, path } },
    select: { sha256: true, bytes: true },
  });
  if (!file || file.bytes > readBytes) return null;
  const read = shape.safeParse(await readJson<unknown>(openStorage(), file.sha256).catch(() => null));
  return read.success ? read.data : null;
}
