import type { FastifyReply } from "fastify";
import { fileFor, tableOf } from "@/lib/datasets/masked-file";
import { readerOfPerson } from "@/lib/datasets/person-reader";
import { everyReader } from "@/lib/datasets/reader";
import { AppError } from "@/lib/errors";
import { toArrow } from "@/lib/frame/arrow";
import type { RunningJob } from "@/lib/jobs/attempts";
import { importEffects, recipeEffects, syntheticEffects } from "@/lib/jobs/dataset-effects";
import { jobEffects, type AllJobEffects } from "@/lib/jobs/effects";
import type { JobKindName } from "@/lib/jobs/kinds";
import { importFile } from "@/lib/jobs/kinds/import";
import { secondPart, sourceParts, type JobPart } from "@/lib/jobs/job-parts";
import { notebook } from "@/lib/jobs/kinds/notebook";
import { recipe } from "@/lib/jobs/kinds/recipe";
import { synthetic } from "@/lib/jobs/kinds/synthetic";
import { transfer } from "@/lib/jobs/kinds/transfer";
import { limits } from "@/lib/limits";
import { findNotebook } from "@/lib/notebooks/queries";
import { notebookRunEffects } from "@/lib/notebooks/runs/effects";
import { refreshEffects } from "@/lib/sources/refresh-effects";
import { trainingEffects } from "@/lib/runs/training-effects";
import type { Storage } from "@/lib/storage/storage";
import type { Deps } from "./deps";
import { sendFile } from "./send-file";
import { sendSource } from "./source-input";

/** What each kind of job does when it is claimed, waits again or ends. */
export function allJobEffects(storage: Storage): AllJobEffects {
  return {
    train: trainingEffects(storage),
    import: importEffects(storage),
    recipe: recipeEffects(storage),
    synthetic: syntheticEffects(storage),
    refresh: refreshEffects(storage),
    notebook: notebookRunEffects(storage),
    transfer: jobEffects(transfer, { ended: async (_tx, _job, { result }) => result }),
  };
}

/** Answers an attempt that asks for what its job works on. */
type SendInput = (
  deps: Deps,
  job: RunningJob,
  reply: FastifyReply,
  signal: AbortSignal,
  part: JobPart | null,
) => Promise<unknown>;

/** What jobs of each kind work on; null for a kind that works on nothing of ours. */
export const jobInputs: Record<JobKindName, SendInput | null> = {
  train: sendRows,
  import: sendUpload,
  recipe: sendVersion,
  synthetic: (deps, job, reply, signal) => {
    const { through } = synthetic.spec.parse(JSON.parse(job.spec)).table;
    return sendTable(deps, job, { reply, signal, id: job.datasetVersionId ?? "", through });
  },
  refresh: (deps, job, reply, _signal, part) =>
    sendSource(deps, job, { reply, part: sourceParts.find((one) => one === part) ?? null }),
  transfer: sendTransferFile,
  notebook: sendCells,
};

/** The rows that training learns from. Whoever may see the run sees what it learned: every mask holds. */
async function sendRows(deps: Deps, job: RunningJob, reply: FastifyReply, signal: AbortSignal) {
  const asking = { asker: { projectId: job.projectId, personId: `job ${job.id}` }, signal };
  const version = { id: job.datasetVersionId ?? "" };
  const table = await tableOf(deps, everyReader(job.projectId), version, asking);
  const { rows } = table;
  if (rows > limits.trainRows)
    throw new AppError(
      "TOO_LARGE",
      `Training takes at most ${limits.trainRows.toLocaleString("en")} rows; ` +
        `this version has ${rows.toLocaleString("en")}.`,
    );
  const timeout = limits.importMilliseconds;
  const frame = await deps.engine.run("rows", { table, offset: 0, limit: rows }, { ...asking, timeout });
  return reply
    .type("application/vnd.apache.arrow.stream")
    .send(Buffer.from(toArrow(frame, { wholeNumbers: true })));
}

/** The file that a transfer reads. */
async function sendTransferFile({ storage }: Deps, job: RunningJob, reply: FastifyReply) {
  const spec = transfer.spec.parse(JSON.parse(job.spec));
  if (spec.kind !== "import-file") throw new AppError("NOT_FOUND", "This transfer reads no file.");
  return sendFile(reply, storage, { path: "mlflow.db", ...spec });
}

/** The cells of the revision that a run of a notebook is of. */
async function sendCells({ db }: Deps, job: RunningJob) {
  const { notebook: id, revision } = notebook.spec.parse(JSON.parse(job.spec));
  const { document } = await findNotebook(db, job.projectId, id, revision);
  return { cells: document.cells };
}

/** The uploaded file that an import reads. */
async function sendUpload({ storage }: Deps, job: RunningJob, reply: FastifyReply) {
  const { sha256, bytes } = importFile.spec.parse(JSON.parse(job.spec));
  return sendFile(reply, storage, { path: "upload", sha256, bytes });
}

/** The rows that a recipe reads, its own or those of a second table, as whoever asked sees them now. */
async function sendVersion(
  deps: Deps,
  job: RunningJob,
  reply: FastifyReply,
  signal: AbortSignal,
  part: JobPart | null,
) {
  const { table, seconds = [] } = recipe.spec.parse(JSON.parse(job.spec));
  const second = seconds.find(({ step }) => part === secondPart(step));
  if (part !== null && !second) throw new AppError("NOT_FOUND", "The recipe has no such table.");
  const id = second?.id ?? job.datasetVersionId ?? "";
  return sendTable(deps, job, { reply, signal, id, through: (second ?? table).through });
}

/** The rows of a version as whoever asked sees them now, who must see as much as when they asked. */
async function sendTable(
  deps: Deps,
  { projectId, createdBy }: RunningJob,
  {
    reply,
    signal,
    id,
    through,
  }: { reply: FastifyReply; signal: AbortSignal; id: string; through: readonly string[] },
) {
  const { db, storage } = deps;
  const reader = await readerOfPerson(db, projectId, createdBy);
  const asking = { asker: { projectId, personId: createdBy }, signal };
  const file = await fileFor(deps, reader, id, asking);
  if (JSON.stringify(file.through) !== JSON.stringify(through))
    throw new AppError("CONFLICT", "Other columns are masked than when this was asked for. Ask again.");
  return sendFile(reply, storage, { path: "rows.parquet", sha256: file.sha256, bytes: file.bytes });
}
