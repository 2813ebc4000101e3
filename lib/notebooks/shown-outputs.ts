import { readableDatasets, toTextIdFilter } from "@/lib/auth/access-filter";
import { mayOn, type Member } from "@/lib/auth/member";
import { namesOf } from "@/lib/auth/users";
import { findVersion } from "@/lib/datasets/queries";
import { parseMasks } from "@/lib/datasets/mask";
import { readerOf } from "@/lib/datasets/reader";
import { isBelow } from "@/lib/datasets/shown";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { newestNamed } from "./cell-hash";
import type { OutputPart } from "./output-parts";
import type { outputNames } from "./schema";
import { currentDocument, type NotebookPlace } from "./shared-store";
import type { Storage } from "@/lib/storage/storage";
import type * as z from "zod";

/** What a cell showed when it ran last, for somebody who opens its notebook. */
export type ShownOutput = {
  cell: number;
  hash: string;
  state: "done" | "failed";
  milliseconds: number;
  ranBy: string;
  ranAt: Date;
  names: z.output<typeof outputNames>;
  /** The versions whose values may be in it; null where that is not known, or it is not shown. */
  reads: { name: string; number: number }[] | null;
  /** Whether it may hold values that whoever asks may not see: its parts are left out. */
  isWithheld: boolean;
  parts: readonly OutputPart[];
};
type Deps = { db: Db; storage: Storage };

const full =
  "The outputs of this notebook take more than the " +
  `${limits.notebookOutputBytes / 2 ** 20} MB that are kept: run the cell to see it.`;
const damaged = "This output cannot be read any more: run the cell to see it.";

/**
 * A page of what the cells of a notebook showed, by the numbers of the cells, as a member may see it.
 *
 * @param after the last cell of the page before
 */
export async function listOutputs(
  { db, storage }: Deps,
  member: Member,
  { place, after, limit }: { place: NotebookPlace; after: string | undefined; limit: number },
) {
  const found = await db.notebookOutput.findMany({
    where: { notebookId: place.id, projectId: place.projectId, cellId: { gt: cellAfter(after) } },
    orderBy: { cellId: "asc" },
    take: Math.min(limit, limits.outputsAtOnce) + 1,
  });
  const rows = withinBytes(found.slice(0, Math.min(limit, limits.outputsAtOnce)));
  const names = await namesOf(
    db,
    rows.map(({ ranBy }) => ranBy),
  );
  const rights = rightsOf(db, member);
  const outputs: ShownOutput[] = [];
  for (const { cellId, hash, state, milliseconds, ranBy, ranAt, sha256, ...row } of rows) {
    const reads = await rights.readsOf(row.reads === null ? null : (JSON.parse(row.reads) as string[]));
    outputs.push({
      ...{ cell: Number(cellId), hash, milliseconds, ranAt, ranBy: names.get(ranBy) ?? "somebody" },
      state: state === "failed" ? "failed" : "done",
      names: JSON.parse(row.names) as ShownOutput["names"],
      reads: reads === "withheld" ? null : reads,
      isWithheld: reads === "withheld",
      parts: reads === "withheld" ? [] : await partsOf(storage, sha256),
    });
  }
  const next = rows.length < found.length ? String(rows.at(-1)!.cellId) : null;
  return { outputs, next, newest: after === undefined ? await newestOf(db, member, place) : {} };
}

function cellAfter(after: string | undefined): bigint {
  if (after === undefined) return 0n;
  if (!/^\d{1,16}$/.test(after) || BigInt(after) > BigInt(Number.MAX_SAFE_INTEGER))
    throw new AppError("INVALID", "after: expected what a page of this list gave as next.");
  return BigInt(after);
}

/** The first rows whose parts may be answered at once: one at least. */
function withinBytes<Row extends { bytes: number }>(rows: readonly Row[]): Row[] {
  let bytes = 0;
  const end = rows.findIndex((row, i) => (bytes += row.bytes) > limits.outputsAtOnceBytes && i > 0);
  return end < 0 ? [...rows] : rows.slice(0, end);
}

async function partsOf(storage: Storage, sha256: string | null): Promise<readonly OutputPart[]> {
  if (sha256 === null) return [{ kind: "note", text: full }];
  try {
    return JSON.parse(new TextDecoder().decode(await storage.read(sha256))) as OutputPart[];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ kind: "note", text: damaged }];
  }
}

/** What a member may see of outputs: nothing that may hold what is masked for them, or not theirs to read. */
function rightsOf(db: Db, member: Member) {
  const projectId = member.project.id;
  const known = new Map<string, Promise<{ name: string; number: number } | null>>();
  let everything: Promise<boolean> | null = null;
  const versionOf = async (id: string) => {
    const version = await db.datasetVersion.findFirst({
      where: { id, projectId },
      select: { number: true, dataset: { select: { id: true, name: true } } },
    });
    if (!version || !mayOn(member, "dataset:read", "dataset", version.dataset.id)) return null;
    const { number, dataset } = version;
    const { through, hiddenSteps } = await findVersion(db, readerOf(member), dataset.name, number);
    return through.length > 0 || hiddenSteps > 0 ? null : { name: dataset.name, number };
  };
  return {
    /** The versions that an output reads, or that it is withheld. */
    async readsOf(ids: readonly string[] | null) {
      if (!ids) return (await (everything ??= seesEverything(db, member))) ? null : "withheld";
      const reads: { name: string; number: number }[] = [];
      for (const id of ids) {
        const version = known.get(id) ?? versionOf(id);
        known.set(id, version);
        const read = await version;
        if (!read) return "withheld";
        reads.push(read);
      }
      return reads;
    },
  };
}

/** Whether a member may read every dataset of the project, and none of its masks holds for them. */
async function seesEverything(db: Db, member: Member): Promise<boolean> {
  const { all, but } = readableDatasets(member);
  if (!all || but.length > 0) return false;
  const masked = await db.dataset.findMany({
    where: { projectId: member.project.id, masks: { not: null } },
    select: { id: true, masks: true },
  });
  const { roleOn } = readerOf(member);
  return masked.every(({ id, masks }) =>
    parseMasks(masks).columns.every(({ role }) => !isBelow(roleOn(id), role)),
  );
}

/** The number of the newest version of each dataset that a cell names without one, as a member may read. */
async function newestOf(db: Db, member: Member, place: NotebookPlace): Promise<Record<string, number>> {
  const { cells } = await currentDocument(db, place);
  const names = [...new Set(cells.flatMap(newestNamed))].slice(0, limits.notebookCells);
  const access = toTextIdFilter(readableDatasets(member));
  const datasets = await db.dataset.findMany({
    where: { projectId: member.project.id, name: { in: names }, id: access },
    select: { name: true, versions: { select: { number: true }, orderBy: { number: "desc" }, take: 1 } },
  });
  return Object.fromEntries(
    datasets.flatMap(({ name, versions: [one] }) => (one ? [[name, one.number]] : [])),
  );
}
