import { toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { cursorOfMoment, momentAfter, numberAfter, toPage, type PageQuery } from "@/lib/page";
import { fromHtml } from "./document";

const publishedFields = {
  ...{ publishedAt: true, publishedBy: true, publishedRevision: true, publishedCode: true },
} as const;

/** A page of the notebooks of a project that a filter allows, the newest edit first. */
export async function listNotebooks(db: Tx, projectId: string, access: AccessFilter, page: PageQuery) {
  const after = momentAfter(page.after);
  const where = { projectId, deletedAt: null, id: toTextIdFilter(access) };
  const later = after && {
    OR: [{ updatedAt: { lt: after.at } }, { updatedAt: after.at, id: { lt: after.id } }],
  };
  const found = await db.notebook.findMany({
    where: later ? { AND: [where, later] } : where,
    select: { id: true, title: true, revision: true, createdBy: true, updatedAt: true, ...publishedFields },
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
    take: page.limit + 1,
  });
  const cursor = ({ updatedAt, id }: (typeof found)[number]) => cursorOfMoment(updatedAt, id);
  const { rows, next } = toPage(found, page.limit, cursor);
  const listed = rows.map(({ id, title, revision, createdBy, updatedAt, ...fields }) => ({
    ...{ id, title, revision, createdBy, updatedAt, published: publishingOf(fields) },
  }));
  return { rows: listed, next, total: await db.notebook.count({ where }) };
}

/**
 * A notebook with its document, as it is or as it was at a revision.
 * @throws {AppError} NOT_FOUND when the project has no such notebook, or it has no such revision
 */
export async function findNotebook(db: Tx, projectId: string, id: string, revision?: number) {
  const notebook = await db.notebook.findFirst({
    where: { id, projectId, deletedAt: null },
    select: { id: true, title: true, revision: true, updatedAt: true },
  });
  if (!notebook) throw new AppError("NOT_FOUND", "There is no such notebook in this project.");
  const number = revision ?? notebook.revision;
  const stored = await db.notebookRevision.findUnique({
    where: { notebookId_number: { notebookId: id, number } },
  });
  if (!stored)
    throw new AppError(
      "NOT_FOUND",
      `This notebook has no revision ${integer(number)}; the newest is ${integer(notebook.revision)}.`,
    );
  return {
    ...notebook,
    document: fromHtml(stored.html),
    html: stored.html,
    savedBy: stored.savedBy,
    savedAt: stored.savedAt,
  };
}

/** How a notebook is published, by whom and when; null where it is not. */
export async function findPublishing(db: Tx, projectId: string, id: string) {
  const where = { id, projectId, deletedAt: null };
  const found = await db.notebook.findFirst({ where, select: publishedFields });
  return found && publishingOf(found);
}

type PublishedFields = {
  publishedAt: Date | null;
  publishedBy: string | null;
  publishedRevision: number | null;
  publishedCode: boolean;
};

function publishingOf({ publishedAt, publishedBy, publishedRevision, publishedCode }: PublishedFields) {
  if (!publishedAt) return null;
  return { at: publishedAt, by: publishedBy, revision: publishedRevision, code: publishedCode };
}

/** The file that a notebook was imported from; null where there is none. */
export async function findFile(db: Tx, projectId: string, notebookId: string) {
  return db.notebookFile.findFirst({
    where: { notebookId, projectId },
    select: { format: true, name: true, sha256: true },
  });
}

/** A page of a notebook's revisions, newest first, without their text. */
export async function listRevisions(db: Tx, notebookId: string, page: PageQuery) {
  const after = numberAfter(page.after);
  const found = await db.notebookRevision.findMany({
    where: { notebookId, ...(after === null ? {} : { number: { lt: after } }) },
    select: { number: true, savedBy: true, savedAt: true },
    orderBy: { number: "desc" },
    take: page.limit + 1,
  });
  return toPage(found, page.limit, ({ number }) => String(number));
}

/** How many revisions of a notebook are kept. */
export async function countRevisions(db: Tx, notebookId: string): Promise<number> {
  return db.notebookRevision.count({ where: { notebookId } });
}

/** Whether what any cell of a notebook showed is kept. */
export async function hasOutputs(db: Tx, projectId: string, notebookId: string): Promise<boolean> {
  return (
    (await db.notebookOutput.findFirst({ where: { notebookId, projectId }, select: { cellId: true } })) !==
    null
  );
}
