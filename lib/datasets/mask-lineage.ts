import type { Tx } from "@/lib/db/client";
import type { ColumnSchema } from "@/lib/frame/frame";
import { followColumns, nameInSecond, type RecipeLineage } from "./column-lineage";
import { isSameName, parseMasks, rootKey, type DatasetMasks, type MaskRoot } from "./mask";
import { learnedElsewhere } from "./fitted-edge";
import { tableReadBy, type Step } from "./recipe";
import type { Fitted } from "./steps/step";

/** The masks of a column, own and inherited, and whether its name is made of what they mask. */
export type MaskedColumn = { roots: MaskRoot[]; isNamedByData: boolean };
/** The masks of a version: of each column by its name, and of what each step of its recipe speaks of. */
export type VersionMasks = { columns: ReadonlyMap<string, MaskedColumn>; steps: MaskRoot[][] };

/** Versions that are followed back; of what lies behind more of them, everything is hidden. */
const mostVersions = 200;
const beyond: MaskRoot = { datasetId: "", column: "", mask: "hide", role: "owner" };
const none: VersionMasks = { columns: new Map(), steps: [] };

/**
 * The masks that hold for a version as its dataset, and those that it was made from, say now. A mask follows
 * whatever was made from its column until an owner frees that.
 */
export async function masksOfVersion(tx: Tx, projectId: string, versionId: string): Promise<VersionMasks> {
  const masked = await tx.dataset.findMany({
    where: { projectId, masks: { not: null } },
    select: { id: true, masks: true },
  });
  const own = new Map(masked.map(({ id, masks }) => [id, parseMasks(masks)]));
  if (![...own.values()].some(({ columns }) => columns.length > 0)) return none;
  return walk({ tx, projectId, own, known: new Map() }, versionId);
}

type Walk = {
  tx: Tx;
  projectId: string;
  own: ReadonlyMap<string, DatasetMasks>;
  known: Map<string, VersionMasks | "under way">;
};

type Found = {
  id: string;
  datasetId: string;
  columns: ColumnSchema[];
  origin: string;
  steps: Step[] | null;
  fitted: (Fitted | null)[];
  /** The masks through which its maker read: they are in its cells already. */
  readThrough: ReadonlySet<string>;
};
type Source = { id: string; masks: VersionMasks; columns: ColumnSchema[]; isLearnedElsewhere: boolean };

async function walk(context: Walk, versionId: string): Promise<VersionMasks> {
  const kept = context.known.get(versionId);
  if (kept && kept !== "under way") return kept;
  const version = await findVersion(context, versionId);
  if (!version) return none;
  if (kept || context.known.size >= mostVersions) return hidden(version);
  context.known.set(versionId, "under way");
  const sources = await sourcesOf(context, version);
  const masks = masksFrom(version, sources, context.own.get(version.datasetId));
  context.known.set(versionId, masks);
  return masks;
}

function hidden({ columns, steps }: Found): VersionMasks {
  const all = { roots: [beyond], isNamedByData: true };
  return {
    columns: new Map(columns.map(({ name }) => [name, all])),
    steps: (steps ?? []).map(() => [beyond]),
  };
}

async function findVersion({ tx, projectId }: Walk, id: string): Promise<Found | null> {
  const row = await tx.datasetVersion.findFirst({
    where: { id, projectId },
    select: { datasetId: true, columns: true, origin: true, recipe: true, fitted: true, readThrough: true },
  });
  if (!row) return null;
  const steps = row.recipe ? (JSON.parse(row.recipe) as Step[]) : null;
  return {
    id,
    datasetId: row.datasetId,
    columns: JSON.parse(row.columns) as ColumnSchema[],
    origin: row.origin,
    steps,
    fitted: row.fitted ? (JSON.parse(row.fitted) as (Fitted | null)[]) : (steps ?? []).map(() => null),
    readThrough: new Set(row.readThrough ? (JSON.parse(row.readThrough) as string[]) : []),
  };
}

/** The versions that a version was made from, that of its rows first. */
async function sourcesOf(context: Walk, { id }: Found): Promise<Source[]> {
  const edges = await context.tx.lineageEdge.findMany({
    where: { projectId: context.projectId, fromKind: "dataset", toKind: "dataset", toId: id },
    select: { fromId: true, how: true },
    orderBy: { id: "asc" },
    take: mostVersions,
  });
  const sources: Source[] = [];
  for (const { fromId, how } of edges) {
    const version = await findVersion(context, fromId);
    if (version)
      sources.push({
        id: fromId,
        masks: await walk(context, fromId),
        columns: version.columns,
        isLearnedElsewhere: how === learnedElsewhere,
      });
  }
  return sources;
}

function masksFrom(version: Found, sources: readonly Source[], own: DatasetMasks | undefined): VersionMasks {
  const inherited = inheritedBy(version, sources);
  const columns = new Map<string, MaskedColumn>();
  for (const { name } of version.columns) {
    const mask = own?.columns.find((one) => isSameName(one.name, name));
    const freed = own?.freed.find((one) => isSameName(one.name, name))?.from ?? [];
    const isFreed = ({ datasetId, column }: MaskRoot) =>
      freed.some((one) => one.dataset === datasetId && one.column === column);
    const from = inherited.columns.get(name);
    const passed = (from?.roots ?? []).filter(
      (root) => !isFreed(root) && !version.readThrough.has(rootKey(root)),
    );
    const root = mask && {
      datasetId: version.datasetId,
      column: mask.name.toLowerCase(),
      mask: mask.mask,
      role: mask.role,
    };
    const roots = unique(root ? [root, ...passed] : passed);
    if (roots.length > 0)
      columns.set(name, { roots, isNamedByData: passed.length > 0 && (from?.isNamedByData ?? false) });
  }
  return { columns, steps: inherited.steps };
}

/** What a version inherits by what made it; where that cannot be followed, everything from everything. */
function inheritedBy(version: Found, sources: readonly Source[]): VersionMasks {
  const [first, ...others] = sources;
  if (!first) return none;
  // Synthetic columns are called as those that they were made from.
  const keepsNames = ["restore", "labels", "synthetic"].includes(version.origin);
  if (keepsNames) return first.masks;
  const elsewhere = others.filter(({ isLearnedElsewhere }) => isLearnedElsewhere);
  const seconds = (version.steps ?? []).flatMap((step, i) => {
    const source = sources.find(({ id }) => id === tableReadBy(step)?.id);
    return source ? [{ step: i, ...source }] : [];
  });
  const isSecond = ({ id }: Source) => seconds.some((second) => second.id === id);
  const beside = others.filter((source) => !source.isLearnedElsewhere && !isSecond(source)).flatMap(allRoots);
  const lineage =
    version.steps &&
    followColumns({
      columns: first.columns,
      steps: version.steps,
      fitted: version.fitted,
      seconds,
      newRows: elsewhere.length > 0,
    });
  return lineage && isOf(lineage, version.columns)
    ? along(lineage, first, { elsewhere, beside, seconds })
    : everything(version, sources.flatMap(allRoots));
}

function isOf(lineage: RecipeLineage, columns: readonly ColumnSchema[]): boolean {
  return (
    lineage.columns.length === columns.length &&
    columns.every(({ name }, i) => lineage.columns[i]!.name === name)
  );
}

/** What a version was made from beside the rows that its recipe began with. */
type Beside = {
  elsewhere: readonly Source[];
  beside: readonly MaskRoot[];
  seconds: readonly (Source & { step: number })[];
};

function along(lineage: RecipeLineage, first: Source, { elsewhere, beside, seconds }: Beside): VersionMasks {
  const second = seconds.flatMap(({ step, masks }) =>
    Array.from(masks.columns, ([name, masked]) => [nameInSecond(step, name), masked] as const),
  );
  const masks = new Map([...first.masks.columns, ...second]);
  const rootsOf = (names: Iterable<string>) => [...names].flatMap((name) => masks.get(name)?.roots ?? []);
  const taught = (name: string) => elsewhere.flatMap(({ masks }) => masks.columns.get(name)?.roots ?? []);
  const columns = lineage.columns.map(({ name, from, isNamedByData }): [string, MaskedColumn] => [
    name,
    {
      roots: unique([...rootsOf(from), ...beside, ...taught(name)]),
      isNamedByData: isNamedByData || [...from].some((one) => masks.get(one)?.isNamedByData ?? false),
    },
  ]);
  const learned = elsewhere.flatMap(({ masks }) => masks.steps.flat());
  return {
    columns: new Map(columns),
    steps: lineage.steps.map((names) => unique([...rootsOf(names), ...beside, ...learned])),
  };
}

function everything({ columns, steps, origin }: Found, roots: readonly MaskRoot[]): VersionMasks {
  const all = { roots: unique(roots), isNamedByData: origin !== "notebook" };
  return {
    columns: roots.length > 0 ? new Map(columns.map(({ name }) => [name, all])) : new Map(),
    steps: (steps ?? []).map(() => unique(roots)),
  };
}

function allRoots({ masks }: Source): MaskRoot[] {
  return [...masks.columns.values()].flatMap(({ roots }) => roots);
}

function unique(roots: readonly MaskRoot[]): MaskRoot[] {
  return [...new Map(roots.map((root) => [rootKey(root), root] as const)).values()];
}
