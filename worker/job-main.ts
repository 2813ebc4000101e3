import os from "node:os";
import { AppError } from "@/lib/errors";
import { isJobKind } from "@/lib/jobs/kinds";
import { workerApi } from "./api";
import { runs } from "./kinds";
import type { Assignment, JobMessage } from "./messages";
import { Refused } from "./refused";

/** Runs one job, tells its supervisor the result, and ends. */
async function main({ server, job }: Assignment): Promise<void> {
  const { log } = console;
  log(
    `Attempt ${job.attempt} on ${os.hostname()}, Node ${process.version}, ` +
      `${os.availableParallelism()} threads`,
  );
  if (!isJobKind(job.kind))
    throw new AppError("INVALID", `This worker does not know jobs of the kind ${job.kind}.`);
  const progress = (message: string, done = 0, total = 0) =>
    void tell({ op: "progress", message: message.slice(0, 500), done, total });
  const result = await runs[job.kind]({ api: workerApi(server), job, log, progress });
  await tell({ op: "result", result });
}

/** Resolves when the message has left. */
function tell(message: JobMessage): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()));
}

/** What a person reads of a failure; the stack of a bug goes to the log. */
function failed(error: unknown): Promise<void> {
  const sentence = error instanceof Error ? error.message : String(error);
  console.log(error instanceof AppError || error instanceof Refused ? sentence : error);
  return tell({ op: "failed", sentence });
}

process.once("message", (assignment: Assignment) => {
  main(assignment)
    .catch(failed)
    .finally(() => process.disconnect());
});
process.on("disconnect", () => process.exit());
