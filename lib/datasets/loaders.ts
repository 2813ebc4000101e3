import { readerOf } from "./reader";
import { readableDatasets, readableExperiments, readableModels } from "@/lib/auth/access-filter";
import { may, mayOn } from "@/lib/auth/member";
import { pageLoader } from "@/lib/http/page-loader";
import { fitProblemsOf } from "./fit";
import { countUses } from "@/lib/projects/lineage";
import type { PageQuery } from "@/lib/page";
import { datasetNameOf } from "./dataset-name";
import { findUpload } from "./find-upload";
import { findMasks, findVersion, listDatasets, listVersions, madeOf, newestPrepared } from "./queries";
import { ancestorsOf, descendantsOf, trainedRunsOf } from "./version-lineage";

/** The datasets of a project that the member may read. */
export const loadDatasets = pageLoader(
  { permission: "dataset:read", resources: "filtered" },
  async ({ member, db }, page: PageQuery) => ({
    ...(await listDatasets(db, member.project.id, readableDatasets(member), page)),
    after: page.after,
    mayWrite: may(member, "dataset:write"),
  }),
);

/** The newest prepared version, for the overview. */
export const loadPrepared = pageLoader(
  { permission: "dataset:read", resources: "filtered" },
  ({ member, db }) => newestPrepared(db, member.project.id, readableDatasets(member)),
);

/** What a version was made from and what was made of it; `of` says which list `page` is a page of. */
export const loadLineage = pageLoader(
  { permission: "dataset:read", resources: (name: string) => [{ kind: "dataset", name }] },
  async (
    { member, db },
    name: string,
    number: number | undefined,
    of: "versions" | "runs" | undefined,
    page: PageQuery,
  ) => {
    const projectId = member.project.id;
    const { id } = await findVersion(db, readerOf(member), name, number);
    const readable = {
      experiments: readableExperiments(member),
      models: readableModels(member),
      datasets: readableDatasets(member),
      reader: readerOf(member),
    };
    const pageOf = (list: "versions" | "runs") => (list === of ? page : { limit: page.limit });
    const node = { kind: "dataset", id } as const;
    return {
      from: await ancestorsOf(db, projectId, id, readable),
      versions: {
        ...(await descendantsOf(db, projectId, id, readable, pageOf("versions"))),
        after: of === "versions" ? page.after : undefined,
        total: await countUses(db, projectId, node, "dataset"),
      },
      runs: {
        ...(await trainedRunsOf(db, projectId, id, readable, pageOf("runs"))),
        after: of === "runs" ? page.after : undefined,
        total: await countUses(db, projectId, node, "run"),
      },
    };
  },
);
export type Lineage = Awaited<ReturnType<typeof loadLineage>>;

/** Two versions of a dataset to be compared: by default the newest and the one before it. */
export const loadComparison = pageLoader(
  { permission: "dataset:read", resources: (name: string) => [{ kind: "dataset", name }] },
  async ({ member, db }, name: string, before: number | undefined, after: number | undefined) => {
    const newer = await findVersion(db, readerOf(member), name, after);
    const { rows, total } = await listVersions(db, readerOf(member), newer.dataset.id, { limit: 200 });
    const numbers = rows.map(({ number }) => number);
    const older = before ?? numbers.find((number) => number < newer.number) ?? newer.number;
    return {
      before: await findVersion(db, readerOf(member), name, older),
      after: newer,
      numbers: [...new Set([...numbers, older, newer.number])].sort((a, b) => b - a),
      total,
    };
  },
);

/** How many versions the strip of a version's lineage shows at most. */
const versionsInStrip = 6;
/** The same for versions of other datasets that were made of it. */
const derivedInStrip = 3;

/** One version of a dataset, with its siblings and what was made of it. */
export const loadVersion = pageLoader(
  { permission: "dataset:read", resources: (name: string) => [{ kind: "dataset", name }] },
  async ({ member, db }, name: string, number: number | undefined, page: PageQuery) => {
    const version = await findVersion(db, readerOf(member), name, number);
    const mayMask = mayOn(member, "dataset:mask", "dataset", version.dataset.id);
    const before = { after: String(version.number + 1), limit: versionsInStrip };
    const node = { kind: "dataset", id: version.id } as const;
    const access = readableDatasets(member);
    const [newest, versions, path, derived, runs] = await Promise.all([
      listVersions(db, readerOf(member), version.dataset.id, { limit: 1 }),
      listVersions(db, readerOf(member), version.dataset.id, page),
      listVersions(db, readerOf(member), version.dataset.id, before),
      madeOf(db, member.project.id, version, access, derivedInStrip),
      countUses(db, member.project.id, node, "run"),
    ]);
    return {
      version,
      versions: { ...versions, after: page.after },
      path: path.rows.toReversed(),
      newest: newest.rows[0]!.number,
      derived,
      runs,
      mayWrite: mayOn(member, "dataset:write", "dataset", version.dataset.id),
      mayDelete: mayOn(member, "dataset:delete", "dataset", version.dataset.id),
      mayMask,
      /** What an owner may change of masks; nothing for others. */
      masks: mayMask
        ? await findMasks(db, member.project.id, version.dataset.id)
        : { columns: [], freed: [] },
      mayTrain: may(member, "job:start"),
      mayNote: may(member, "notebook:write"),
    };
  },
);

/** A version of which synthetic rows are to be made. */
export const loadSynthetic = pageLoader(
  {
    permission: "dataset:write",
    resources: (name: string) => [{ kind: "dataset", name, permission: "dataset:read" }],
  },
  async ({ member, db }, name: string, number: number | undefined) => ({
    version: await findVersion(db, readerOf(member), name, number),
  }),
);

/** A file that the member sent and that is to be imported. */
export const loadUpload = pageLoader(
  { permission: "dataset:write", resources: "filtered" },
  async ({ member, db }, uploadId: string) => {
    const owner = { projectId: member.project.id, personId: member.actor.id };
    const { id, fileName, bytes, dataset } = await findUpload(db, owner, uploadId);
    return { id, fileName, bytes, name: dataset ?? datasetNameOf(fileName) };
  },
);

/** So many tables that a recipe may be applied to are offered, and versions; others by the address. */
const offered = 200;

type AskedToApply = {
  /** The version whose recipe is applied; without it, the newest. */
  version: number | undefined;
  /** The table that it is applied to; without it, none yet. */
  to: string | undefined;
  at: number | undefined;
  /** The table's name of a column, by the recipe's. */
  columns: Readonly<Record<string, string>>;
};

/** A version's recipe, a table that it may be applied to, and everything that stands in the way of it. */
export const loadApply = pageLoader(
  {
    permission: "dataset:read",
    resources: (name: string, { to }: AskedToApply) => [
      { kind: "dataset", name },
      ...(to === undefined ? [] : [{ kind: "dataset" as const, name: to }]),
    ],
  },
  async ({ member, db }, name: string, { version, to, at, columns }: AskedToApply) => {
    const reader = readerOf(member);
    const access = readableDatasets(member);
    const recipe = await findVersion(db, reader, name, version);
    const { rows, total } = await listDatasets(db, member.project.id, access, { limit: offered });
    const mayWrite = mayOn(member, "dataset:write", "dataset", recipe.dataset.id);
    const choice = { recipe, tables: rows.map((row) => row.name), total, mayWrite };
    if (to === undefined) return { ...choice, table: null, numbers: [], problems: [] };
    const table = await findVersion(db, reader, to, at);
    const versions = await listVersions(db, reader, table.dataset.id, { limit: offered });
    const numbers = [...new Set([table.number, ...versions.rows.map(({ number }) => number)])];
    const problems = await fitProblemsOf(db, { recipe, to: table, reader, columns, access });
    return { ...choice, table, numbers: numbers.sort((a, b) => b - a), problems };
  },
);
