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

/** Makes a notebook with its first revision. */
export async function createNotebook(
  db: Db,
  actor: Person,
  { projectId, document }: { projectId: string; document: Document },
) {
  return db.$transaction(async (tx) => {
    const notebook = await tx.notebook.create({
      data: {
        projectId,
        title: document.title,
        revision: 1,
        createdBy: actor.id,
        revisions: { create: { number: 1, html: toHtml(document), savedBy: actor.id } },
      },
    });
    record(tx, actor, {
      name: "notebook.create",
      projectId,
      subject: { kind: "notebook", id: notebook.id, name: document.title },
      detail: {},
    });
    return { id: notebook.id, title: notebook.title, revision: 1 };
  });
}

/**
 * Saves the next revision. Who saves says which revision they began from; when somebody else has saved
 * since, nothing is written.
 *
 * @throws {AppError} CONFLICT naming the newer revision; TOO_LARGE
 */
export async function saveNotebook(
  db: Db,
  actor: Person,
  input: { projectId: string; id: string; document: Document; revision: number; now: Date },
): Promise<{ revision: number }> {
  const html = toHtml(input.document);
  if (Buffer.byteLength(html) > limits.notebookBytes)
    throw new AppError("TOO_LARGE", `A notebook may have at most ${limits.notebookBytes / 2 ** 20} MB.`);
  const current = await findNotebook(db, input.projectId, input.id);
  if (current.revision === input.revision && current.html === html) return { revision: current.revision };
  return db.$transaction(async (tx) => {
    const number = input.revision + 1;
    const { count } = await tx.notebook.updateMany({
      where: { id: input.id, projectId: input.projectId, revision: input.revision },
      data: { revision: number, title: input.document.title, updatedAt: input.now },
    });
    if (count === 0) {
      const newer = await findNotebook(tx, input.projectId, input.id);
      const by = await tx.user.findUnique({ where: { id: newer.savedBy }, select: { name: true } });
      throw new AppError(
        "CONFLICT",
        `${by?.name ?? "Somebody"} saved revision ${newer.revision} meanwhile. Yours is kept here; ` +
          "load theirs, or save yours as a copy.",
      );
    }
    await tx.notebookRevision.create({
      data: { notebookId: input.id, number, html, savedBy: actor.id, savedAt: input.now },
    });
    record(tx, actor, {
      name: "notebook.save",
      projectId: input.projectId,
      subject: { kind: "notebook", id: input.id, name: input.document.title },
      detail: { revision: number },
    });
    return { revision: number };
  });
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
