import type { Tx } from "@/lib/db/client";
import { mayOn, type Member } from "@/lib/auth/member";
import { namesOf } from "@/lib/auth/users";
import { masksThrough } from "@/lib/datasets/how-shown";
import { readerOf } from "@/lib/datasets/reader";
import { AppError } from "@/lib/errors";
import type { CellEnding } from "@/lib/jobs/kinds/notebook";
import { readJson } from "@/lib/storage/json";
import { openStorage } from "@/lib/storage/open";
import type { OutputPart } from "../output-parts";
import { findNotebook } from "../queries";
import type { Cell as DocumentCell } from "../schema";
import { snapshot } from "./snapshot";
import { numberAfter, toPage, type PageQuery } from "@/lib/page";

type Cell = { id: number; ending: CellEnding; milliseconds: number };

const select = {
  number: true,
  revision: true,
  jobId: true,
  inputs: true,
  seed: true,
  at: true,
  createdBy: true,
  createdAt: true,
  endedAt: true,
  ending: true,
  error: true,
  sha256: true,
  cells: true,
  reads: true,
} as const;

/** A page of a notebook's runs, the newest first, each with its job's state while it has not ended. */
export async function listNotebookRuns(db: Tx, projectId: string, notebookId: string, page: PageQuery) {
  const after = numberAfter(page.after);
  const found = await db.notebookRun.findMany({
    where: { projectId, notebookId, ...(after === null ? {} : { number: { lt: after } }) },
    select,
    orderBy: { number: "desc" },
    take: page.limit + 1,
  });
  const { rows, next } = toPage(found, page.limit, ({ number }) => String(number));
  return { rows: await told(db, projectId, rows), next };
}

/** How many runs a notebook has. */
export async function countNotebookRuns(db: Tx, projectId: string, notebookId: string): Promise<number> {
  return db.notebookRun.count({ where: { projectId, notebookId } });
}

/** One run of a notebook. @throws {AppError} NOT_FOUND where there is none */
export async function findNotebookRun(db: Tx, projectId: string, notebookId: string, number: number) {
  const found = await db.notebookRun.findFirst({ where: { projectId, notebookId, number }, select });
  if (!found) throw new AppError("NOT_FOUND", "This notebook has no such run.");
  const [run] = await told(db, projectId, [found]);
  return { ...run!, sha256: found.sha256, reads: JSON.parse(found.reads ?? "[]") as NotebookRead[] };
}
export type NotebookRunRow = Awaited<ReturnType<typeof told>>[number];

type Found = {
  number: number;
  revision: number;
  jobId: string;
  inputs: string;
  seed: number;
  at: Date;
  createdBy: string;
  createdAt: Date;
  endedAt: Date | null;
  ending: string | null;
  error: string | null;
  cells: string | null;
};

/** Runs as a page says them, with who asked and how far their jobs are. */
async function told(db: Tx, projectId: string, runs: readonly Found[]) {
  const names = await namesOf(
    db,
    runs.map(({ createdBy }) => createdBy),
  );
  const open = runs.filter(({ ending }) => ending === null).map(({ jobId }) => jobId);
  const jobs = await db.job.findMany({
    where: { projectId, id: { in: open } },
    select: { id: true, status: true, message: true },
  });
  const jobOf = new Map(jobs.map((job) => [job.id, job]));
  return runs.map(({ number, revision, jobId, inputs, seed, at, createdBy, createdAt, ...run }) => ({
    ...{ number, revision, seed, createdAt, at, endedAt: run.endedAt, error: run.error, job: jobId },
    by: names.get(createdBy) ?? "somebody",
    inputs: JSON.parse(inputs) as Record<string, unknown>,
    status: run.ending ?? jobOf.get(jobId)?.status ?? "KILLED",
    cells: run.cells === null ? null : (JSON.parse(run.cells) as Cell[]),
  }));
}

/** A version that a run read, and through which masks it did, by their keys. */
export type NotebookRead = { id: string; masked: string[] };

/**
 * Looks whether somebody may see what cells showed that read these versions: each of a dataset that they may
 * read, and with no column masked for them that was not masked for the run.
 *
 * @throws {AppError} FORBIDDEN where that is not so, or a version is gone
 */
export async function requireAllShown(tx: Tx, member: Member, reads: readonly NotebookRead[]): Promise<void> {
  const reader = readerOf(member);
  const { projectId } = reader;
  for (const { id, masked } of reads) {
    const version = await tx.datasetVersion.findFirst({
      where: { projectId, id },
      select: { id: true, datasetId: true, columns: true },
    });
    if (!version) throw new AppError("FORBIDDEN", "This run read a version that was deleted since.");
    if (!mayOn(member, "dataset:read", "dataset", version.datasetId))
      throw new AppError("FORBIDDEN", "This run read a dataset that you may not see.");
    const mine = await masksThrough(tx, reader, version);
    if (mine.some((key) => !masked.includes(key)))
      throw new AppError("FORBIDDEN", "This run read columns that are masked for you.");
  }
}

/** A cell of a run: its text, how it ended, and what it showed. */
export type RanCell = {
  cell: DocumentCell;
  ending: string | null;
  milliseconds: number;
  parts: OutputPart[];
};
/** A run that is looked at; `withheld` says why its outputs are not shown. */
export type ShownRun = { run: NotebookRunRow; cells: RanCell[]; withheld: string | null };

/**
 * A run of a notebook with what its cells showed, as somebody may see it.
 * @throws {AppError} NOT_FOUND where there is none
 */
export async function shownRun(
  db: Tx,
  member: Member,
  { projectId, id }: { projectId: string; id: string },
  number: number,
): Promise<ShownRun> {
  const { reads, sha256, ...run } = await findNotebookRun(db, projectId, id, number);
  const { document } = await findNotebook(db, projectId, id, run.revision);
  const withheld = sha256 ? await whyWithheld(() => requireAllShown(db, member, reads)) : null;
  const isShown = sha256 !== null && withheld === null;
  const outputs = isShown ? snapshot.parse(await readJson(openStorage(), sha256)).cells : [];
  const partsOf = new Map(outputs.map(({ id, parts }) => [id, parts]));
  const endings = new Map(run.cells?.map((cell) => [cell.id, cell]));
  const cells = document.cells.map((cell) => ({
    cell,
    ending: endings.get(cell.id)?.ending ?? null,
    milliseconds: endings.get(cell.id)?.milliseconds ?? 0,
    parts: partsOf.get(cell.id) ?? [],
  }));
  return { run, cells, withheld };
}

async function whyWithheld(look: () => Promise<void>): Promise<string | null> {
  try {
    await look();
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === "FORBIDDEN") return error.message;
    throw error;
  }
}
