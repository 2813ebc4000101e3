import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { counted } from "@/lib/format";
import { transfer as transferKind, type TransferReport, type TransferSpec } from "@/lib/jobs/kinds/transfer";
import type { Claimed, WorkerApi } from "../api";
import type { RunContext } from "../run-context";
import { trackingClient } from "./client";
import { copyModel } from "./copy-models";
import { copyExperiment, guarded } from "./copy-runs";
import { newReport } from "./report";
import { serverSource } from "./server-source";
import { sqliteSource } from "./sqlite-source";

/**
 * Brings everything of an MLflow server, or of its SQLite file, into a project; or a project's into an
 * MLflow server. What arrived before is passed over, so that a transfer which broke off goes on.
 */
export async function runTransfer({ api, job, log, progress }: RunContext): Promise<TransferReport> {
  progress("Asking what is there");
  const spec = transferKind.spec.parse(job.spec);
  const ours = trackingClient({
    url: `${api.server}/mlflow/${spec.project}`,
    authorization: `Bearer ${job.token}`,
    allowPrivate: true,
  });
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-transfer-"));
  const { source, target, close } = await ends({ api, job, spec, folder, ours });
  const report = newReport();
  const transfer = {
    source,
    target,
    report,
    arrivals: { runs: new Map(), models: new Map() },
    tell: (message: string) => progress(message, report.counts.runs + report.counts.before),
  };
  try {
    for await (const experiment of source.experiments()) {
      log(`Experiment ${experiment.name}`);
      await guarded(report, `Experiment ${experiment.name}`, () => copyExperiment(transfer, experiment));
    }
    for await (const model of source.models()) {
      log(`Model ${model.name}`);
      await guarded(report, `Model ${model.name}`, () => copyModel(transfer, model));
    }
    if (spec.kind === "import-file" && report.counts.runs > 0)
      report.leave(
        "A SQLite file holds no artifacts: files of runs and models stay where the server kept them. " +
          "Import from the running server to bring them.",
      );
    const { counts, leftInAll } = report.finished();
    const brought = [
      counted(counts.experiments, "experiment"),
      counted(counts.runs, "run"),
      counted(counts.points, "point"),
      counted(counts.files, "file"),
      counted(counts.loggedModels, "logged model"),
      `${counted(counts.versions, "version")} of ${counted(counts.models, "model")}`,
    ];
    log(
      `Brought ${brought.join(", ")}; ${counted(counts.before, "run")} from before; ` +
        `${leftInAll > 0 ? `${counted(leftInAll, "thing")} left behind` : "nothing left behind"}`,
    );
    return report.finished();
  } finally {
    close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ends({
  api,
  job,
  spec,
  folder,
  ours,
}: {
  api: WorkerApi;
  job: Claimed;
  spec: TransferSpec;
  folder: string;
  ours: ReturnType<typeof trackingClient>;
}) {
  const nothing = () => undefined;
  if (spec.kind === "import-file") {
    const file = path.join(folder, "mlflow.db");
    await api.save(job, file);
    const source = sqliteSource(file);
    return { source, target: ours, close: source.close };
  }
  const theirs = trackingClient(spec.other);
  return spec.kind === "import"
    ? { source: serverSource(theirs), target: ours, close: nothing }
    : { source: serverSource(ours), target: theirs, close: nothing };
}
