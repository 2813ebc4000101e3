import type { FastifyReply } from "fastify";
import { tableOf } from "@/lib/datasets/queries";
import { AppError } from "@/lib/errors";
import { toArrow } from "@/lib/frame/arrow";
import type { ColumnSchema } from "@/lib/frame/frame";
import type { RunningJob } from "@/lib/jobs/attempts";
import { importEffects, recipeEffects } from "@/lib/jobs/dataset-effects";
import { jobEffects, type AllJobEffects } from "@/lib/jobs/effects";
import type { JobKindName } from "@/lib/jobs/kinds";
import { importFile } from "@/lib/jobs/kinds/import";
import { transfer } from "@/lib/jobs/kinds/transfer";
import { limits } from "@/lib/limits";
import { refreshEffects } from "@/lib/sources/refresh-effects";
import { trainingEffects } from "@/lib/runs/training-effects";
import type { Storage } from "@/lib/storage/storage";
import type { Deps } from "./deps";
import { sendFile } from "./send-file";
import { sendSource, type SourcePart } from "./source-input";

/** What each kind of job does when it is claimed, waits again or ends. */
export function allJobEffects(storage: Storage): AllJobEffects {
  return {
    train: trainingEffects(storage),
    import: importEffects(storage),
    recipe: recipeEffects(storage),
    refresh: refreshEffects(storage),
    transfer: jobEffects(transfer, { ended: async (_tx, _job, { result }) => result }),
  };
}

/** Answers an attempt that asks for what its job works on. */
type SendInput = (
  deps: Deps,
  job: RunningJob,
  reply: FastifyReply,
  signal: AbortSignal,
  part: SourcePart | null,
) => Promise<unknown>;

/** What jobs of each kind work on; null for a kind that works on nothing of ours. */
export const jobInputs: Record<JobKindName, SendInput | null> = {
  train: sendRows,
  import: sendUpload,
  recipe: sendVersion,
  refresh: (deps, job, reply, _signal, part) => sendSource(deps, job, { reply, part }),
  transfer: sendTransferFile,
};

async function sendRows(
  { db, engine, storage }: Deps,
  job: RunningJob,
  reply: FastifyReply,
  signal: AbortSignal,
) {
  const version = await db.datasetVersion.findUniqueOrThrow({ where: { id: job.datasetVersionId ?? "" } });
  if (version.rows > limits.trainRows)
    throw new AppError(
      "TOO_LARGE",
      `Training takes at most ${limits.trainRows.toLocaleString("en")} rows; ` +
        `this version has ${version.rows.toLocaleString("en")}.`,
    );
  const columns = JSON.parse(version.columns) as ColumnSchema[];
  const { sha256, rows } = version;
  const frame = await engine.run(
    "rows",
    { table: await tableOf(storage, { sha256, columns, rows }), offset: 0, limit: rows },
    {
      asker: { projectId: job.projectId, personId: `job ${job.id}` },
      signal,
      timeout: limits.importMilliseconds,
    },
  );
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

/** The uploaded file that an import reads. */
async function sendUpload({ storage }: Deps, job: RunningJob, reply: FastifyReply) {
  const { sha256, bytes } = importFile.spec.parse(JSON.parse(job.spec));
  return sendFile(reply, storage, { path: "upload", sha256, bytes });
}

/** The rows that a recipe reads. */
async function sendVersion({ db, storage }: Deps, job: RunningJob, reply: FastifyReply) {
  const version = await db.datasetVersion.findFirst({
    where: { id: job.datasetVersionId ?? "", projectId: job.projectId },
    select: { sha256: true, bytes: true },
  });
  if (!version) throw new AppError("NOT_FOUND", "The version that the recipe reads is gone.");
  return sendFile(reply, storage, { path: "rows.parquet", ...version });
}
