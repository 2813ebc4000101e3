import os from "node:os";
import type { TrainResult } from "@/lib/jobs/kinds/train";
import type { RunContext } from "../run-context";
import { trainModel } from "../trainer";

/** Fetches the rows, trains on threads of its own, and stores the model's files. */
export async function runTraining({ api, job, log, progress }: RunContext): Promise<TrainResult> {
  progress("Reading the data");
  const bytes = await api.data(job);
  log(`Read ${(bytes.byteLength / 2 ** 20).toFixed(1)} MB`);
  const trained = await trainModel({ spec: job.spec, bytes, runName: job.id }, { log, progress });
  const f1 = trained.metrics.find(({ key, split }) => key === "f1" && split === "test");
  log(`Finished: F1 on test ${f1?.value.toFixed(4)}`);
  const artifacts: TrainResult["artifacts"] = [];
  for (const { path, content } of trained.files) artifacts.push({ path, ...(await api.put(job, content)) });
  return {
    metrics: trained.metrics,
    artifacts,
    provenance: { ...trained.provenance, environment: environment() },
  };
}

function environment(): Record<string, string> {
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: os.cpus()[0]?.model ?? "unknown",
    host: os.hostname(),
  };
}
