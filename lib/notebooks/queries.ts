import { toTextIdFilter, type AccessFilter } from "@/lib/auth/access-filter";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { fromHtml } from "./document";

/** The notebooks of a project that a filter allows, the newest edit first. */
export function listNotebooks(db: Tx, projectId: string, access: AccessFilter) {
  return db.notebook.findMany({
    where: { projectId, id: toTextIdFilter(access) },
    select: { id: true, title: true, revision: true, createdBy: true, updatedAt: true },
    orderBy: { updatedAt: "desc" },
    take: limits.pageSizeMax,
  });
}

/**
 * A notebook with its document, as it is or as it was at a revision.
 * @throws {AppError} NOT_FOUND when the project has no such notebook, or it has no such revision
 */
export async function findNotebook(db: Tx, projectId: string, id: string, revision?: number) {
  const notebook = await db.notebook.findFirst({
    where: { id, projectId },
    select: { id: true, title: true, revision: true, updatedAt: true },
  });
  const stored =
    notebook &&
    (await db.notebookRevision.findUnique({
      where: { notebookId_number: { notebookId: id, number: revision ?? notebook.revision } },
    }));
  if (!notebook || !stored) throw new AppError("NOT_FOUND", "There is no such notebook in this project.");
  return {
    ...notebook,
    document: fromHtml(stored.html),
    html: stored.html,
    savedBy: stored.savedBy,
    savedAt: stored.savedAt,
  };
}

/** Revisions of a notebook, newest first, without their text. */
export function listRevisions(db: Tx, notebookId: string) {
  return db.notebookRevision.findMany({
    where: { notebookId },
    select: { number: true, savedBy: true, savedAt: true },
    orderBy: { number: "desc" },
    take: limits.pageSizeMax,
  });
}
