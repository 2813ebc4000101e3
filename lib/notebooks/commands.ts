import type { Actor } from "@/lib/auth/actor";
import { saveFrame, type DataDeps } from "@/lib/datasets/commands";
import type { Version } from "@/lib/datasets/queries";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import type { Frame } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { toHtml, type Document } from "./document";
import { findNotebook } from "./queries";

type Person = Actor & { id: string };

/** The file that a notebook is made from, as it lies in storage. */
export type KeptFile = { format: string; name: string; sha256: string; bytes: number };

/**
 * Makes a notebook with its first revision.
 * @throws {AppError} TOO_LARGE
 */
export async function createNotebook(
  db: Db,
  actor: Person,
  { projectId, document, file }: { projectId: string; document: Document; file?: KeptFile },
) {
  requireFitting(toHtml(document));
  return db.$transaction(async (tx) => {
    const notebook = await tx.notebook.create({
      data: {
        projectId,
        title: document.title,
        revision: 1,
        createdBy: actor.id,
        revisions: { create: { number: 1, html: toHtml(document), savedBy: actor.id } },
        ...(file ? { file: { create: { projectId, ...file } } } : {}),
      },
    });
    record(tx, actor, {
      name: "notebook.create",
      projectId,
      subject: { kind: "notebook", id: notebook.id, name: document.title },
      detail: file ? { file: file.name } : {},
    });
    return { id: notebook.id, title: notebook.title, revision: 1 };
  });
}

/** What a revision is made of: the text, and who wrote it last. */
type Revising = { projectId: string; id: string; documents: readonly Document[]; now: Date };

/**
 * Puts a notebook away, or takes it back; its text, revisions and rights stay.
 *
 * @throws {AppError} NOT_FOUND; CONFLICT when it is deleted already, or not deleted
 */
export async function setDeleted(
  db: Db,
  actor: Actor,
  { projectId, id, deleted, now }: { projectId: string; id: string; deleted: boolean; now: Date },
): Promise<void> {
  await db.$transaction(async (tx) => {
    const notebook = await tx.notebook.findFirst({ where: { id, projectId }, select: { title: true } });
    if (!notebook) throw new AppError("NOT_FOUND", "There is no such notebook in this project.");
    const { count } = await tx.notebook.updateMany({
      where: { id, projectId, deletedAt: deleted ? null : { not: null } },
      data: { deletedAt: deleted ? now : null },
    });
    if (count === 0)
      throw new AppError("CONFLICT", `This notebook is ${deleted ? "deleted already" : "not deleted"}.`);
    record(tx, actor, {
      name: deleted ? "notebook.delete" : "notebook.restore",
      projectId,
      subject: { kind: "notebook", id, name: notebook.title },
      detail: {},
    });
  });
}

/** How a notebook is published: the revision that readers see, null for the newest, and if code is shown. */
export type Publishing = { revision: number | null; code: boolean };
type ToPublish = { projectId: string; id: string; publishing: Publishing | null; now: Date };

/**
 * Publishes a notebook for whoever may read it, or changes how it is published; null ends that.
 *
 * @throws {AppError} NOT_FOUND; CONFLICT when it is to end and is not published
 */
export async function publishNotebook(
  db: Db,
  actor: Person,
  { projectId, id, publishing, now }: ToPublish,
): Promise<void> {
  await db.$transaction(async (tx) => {
    const { title } = await findNotebook(tx, projectId, id, publishing?.revision ?? undefined);
    const { count } = await tx.notebook.updateMany({
      where: { id, projectId, deletedAt: null, ...(publishing ? {} : { publishedAt: { not: null } }) },
      data: {
        publishedAt: publishing && now,
        publishedBy: publishing && actor.id,
        publishedRevision: publishing?.revision ?? null,
        publishedCode: publishing?.code ?? false,
      },
    });
    if (count === 0) throw new AppError("CONFLICT", "This notebook is not published.");
    const subject = { kind: "notebook", id, name: title } as const;
    if (publishing) record(tx, actor, { name: "notebook.publish", projectId, subject, detail: publishing });
    else record(tx, actor, { name: "notebook.unpublish", projectId, subject, detail: {} });
  });
}

/**
 * Makes revisions of texts, one after the other; a text that is the newest revision makes none.
 *
 * @returns the number of the revision that holds each
 * @throws {AppError} NOT_FOUND; TOO_LARGE
 */
export async function reviseNotebook(
  db: Db,
  actor: Person,
  { projectId, id, documents, now }: Revising,
): Promise<number[]> {
  for (const document of documents) requireFitting(toHtml(document));
  return db.$transaction(async (tx) => {
    await tx.notebook.updateMany({ where: { id, projectId }, data: { updatedAt: now } });
    const numbers: number[] = [];
    for (const document of documents) {
      const html = toHtml(document);
      const newest = await findNotebook(tx, projectId, id);
      const isNew = newest.html !== html;
      const number = newest.revision + (isNew ? 1 : 0);
      numbers.push(number);
      if (!isNew) continue;
      const { title } = document;
      await tx.notebook.updateMany({ where: { id, projectId }, data: { revision: number, title } });
      await tx.notebookRevision.create({
        data: { notebookId: id, number, html, savedBy: actor.id, savedAt: now },
      });
      const subject = { kind: "notebook", id, name: title } as const;
      record(tx, actor, { name: "notebook.save", projectId, subject, detail: { revision: number } });
    }
    return numbers;
  });
}

function requireFitting(html: string): void {
  if (Buffer.byteLength(html) > limits.notebookBytes)
    throw new AppError("TOO_LARGE", `A notebook may have at most ${limits.notebookBytes / 2 ** 20} MB.`);
}

/** Stores a table that a notebook made, with lineage to the revision and to the versions that it read. */
export async function saveFromNotebook(
  deps: DataDeps,
  actor: Person,
  input: {
    projectId: string;
    notebook: { id: string; title: string; revision: number };
    name: string;
    frame: Frame;
    reads: readonly Version[];
    signal: AbortSignal;
  },
) {
  const { notebook, reads } = input;
  const revision = `${notebook.id}@${notebook.revision}`;
  const seen = new Set(reads.flatMap((read) => read.seen));
  const through = [...new Set(reads.flatMap((read) => read.through))].filter((key) => !seen.has(key));
  return saveFrame(
    deps,
    actor,
    { ...input, through },
    {
      origin: "notebook",
      source: `${notebook.title}, revision ${notebook.revision}`,
      sourceHash: null,
      simulated: reads.some(({ simulated }) => simulated),
      recipe: null,
      from: [
        { node: { kind: "notebook", id: revision }, how: "saved" },
        ...reads.map(({ id }) => ({
          node: { kind: "dataset" as const, id },
          how: `read by ${notebook.title}`,
        })),
      ],
    },
  );
}
