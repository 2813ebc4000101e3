import { randomInt } from "node:crypto";
import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { record } from "@/lib/events/record";
import type { NotebookSpec } from "@/lib/jobs/kinds/notebook";
import { enqueue } from "@/lib/jobs/queue";
import { findNotebook } from "../queries";
import type { StartRunBody } from "./schema";

type Asked = {
  project: { id: string; slug: string };
  notebook: string;
  revision: number;
  body: StartRunBody;
  now: Date;
};

/**
 * Asks for a notebook's cells to be run without a page, as who asks.
 *
 * @returns the run's number within the notebook, and the job that does it
 * @throws {AppError} NOT_FOUND for a revision that is not there; TOO_MANY
 */
export async function startNotebookRun(
  db: Db,
  actor: Actor & { id: string },
  { project, notebook: id, revision, body, now }: Asked,
) {
  const { title } = (await findNotebook(db, project.id, id, revision)).document;
  const at = body.now ? new Date(body.now) : now;
  const seed = body.seed ?? randomInt(2 ** 31 - 1);
  const { inputs } = body;
  const spec: NotebookSpec = {
    ...{ project: project.slug, notebook: id, revision, inputs, seed },
    now: at.getTime(),
  };
  return db.$transaction(async (tx) => {
    // so that two at once do not take the same number
    const { count } = await tx.notebook.updateMany({
      where: { id, projectId: project.id, deletedAt: null },
      data: { runsAsked: { increment: 1 } },
    });
    if (count === 0) throw new AppError("NOT_FOUND", "There is no such notebook in this project.");
    const where = { id, projectId: project.id };
    const { runsAsked: number } = await tx.notebook.findFirstOrThrow({ where, select: { runsAsked: true } });
    const named = { projectId: project.id, kind: "notebook" as const, title: `Run ${title}` };
    const job = await enqueue(tx, { ...named, spec, createdBy: actor.id });
    const own = { notebookId: id, projectId: project.id, number, revision, jobId: job.id, seed, at };
    await tx.notebookRun.create({ data: { ...own, inputs: JSON.stringify(inputs), createdBy: actor.id } });
    record(tx, actor, {
      name: "notebook.run",
      projectId: project.id,
      subject: { kind: "notebook", id, name: title },
      detail: { number, revision },
    });
    return { number, revision, job: job.id, status: "QUEUED" as const };
  });
}
