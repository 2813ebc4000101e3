import type { Readable } from "node:stream";
import { TrackingRefusal, type TrackingClient } from "./client";
import type {
  ExperimentDocument,
  LoggedModelDocument,
  PointDocument,
  RunDocument,
  Source,
} from "./documents";
import type { Report } from "./report";
import { addressOf, placeOf } from "./server-source";

/** Where a run or model of the source is now: its id and the address of its files. */
export type Arrived = { id: string; artifactUri: string };
export type Arrivals = { runs: Map<string, Arrived>; models: Map<string, Arrived> };
export type Transfer = {
  source: Source;
  target: TrackingClient;
  report: Report;
  arrivals: Arrivals;
  tell: (message: string) => void;
};

/** On a run or model: its id where it came from. Whoever carries it is not brought twice. */
export const originTag = "perihelion.source.id";
/** On a run until all of it has arrived. */
const partialTag = "perihelion.source.partial";
const batch = { metrics: 1_000, params: 100, tags: 100 };

/**
 * Brings an experiment with its runs and logged models; those that arrived before are passed over,
 * half of one is made whole.
 */
export async function copyExperiment(transfer: Transfer, experiment: ExperimentDocument): Promise<void> {
  const { source, report, tell } = transfer;
  const experimentId = await ensureExperiment(transfer, experiment);
  if (experimentId === null) return;
  const before = await arrivedBefore(transfer, experimentId);
  const parents: { id: string; parent: string }[] = [];
  for await (const run of source.runs(experiment.experiment_id)) {
    await guarded(report, `Run ${run.info.run_name ?? run.info.run_id}`, async () => {
      const parent = await copyRun(transfer, { run, experimentId, before: before.get(run.info.run_id) });
      if (parent) parents.push(parent);
    });
    tell(`${experiment.name}: ${report.counts.runs + report.counts.before} runs`);
  }
  for (const { id, parent } of parents) {
    const arrived = transfer.arrivals.runs.get(parent);
    if (arrived)
      await transfer.target.post("runs/set-tag", {
        run_id: id,
        key: "mlflow.parentRunId",
        value: arrived.id,
      });
  }
  await copyLoggedModels(transfer, experiment.experiment_id, experimentId);
  if (experiment.lifecycle_stage === "deleted")
    await transfer.target.post("experiments/delete", { experiment_id: experimentId });
}

/** Does one thing; a refusal of the other side leaves it behind with the reason, and the transfer goes on. */
export async function guarded(report: Report, what: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof TrackingRefusal)) throw error;
    report.leave(`${what}: ${error.message}`);
  }
}

async function ensureExperiment(
  { target, report }: Transfer,
  { name, tags = [], lifecycle_stage }: ExperimentDocument,
): Promise<string | null> {
  const found = await target
    .get<{ experiment: ExperimentDocument }>("experiments/get-by-name", { experiment_name: name })
    .catch((error: unknown) => {
      if (error instanceof TrackingRefusal && error.status === 404) return null;
      throw error;
    });
  if (found?.experiment.lifecycle_stage === "deleted") {
    if (lifecycle_stage !== "deleted")
      report.leave(`Experiment ${name}: one of that name is deleted there. Restore it and start again.`);
    return null;
  }
  if (found) {
    for (const tag of tags)
      await target.post("experiments/set-experiment-tag", {
        experiment_id: found.experiment.experiment_id,
        ...tag,
      });
    return found.experiment.experiment_id;
  }
  const { experiment_id } = await target.post<{ experiment_id: string }>("experiments/create", {
    name,
    tags,
  });
  report.counts.experiments += 1;
  return experiment_id;
}

type Before = Arrived & { partial: boolean; deleted: boolean };

async function arrivedBefore({ target }: Transfer, experimentId: string): Promise<Map<string, Before>> {
  const found = new Map<string, Before>();
  for (let token: string | undefined; ;) {
    const page = await target.post<{ runs?: RunDocument[]; next_page_token?: string }>("runs/search", {
      experiment_ids: [experimentId],
      run_view_type: "ALL",
      filter: `tags.\`${originTag}\` IS NOT NULL`,
      max_results: 500,
      ...(token ? { page_token: token } : {}),
    });
    for (const { info, data } of page.runs ?? []) {
      const tag = (key: string) => data.tags?.find((entry) => entry.key === key)?.value;
      found.set(tag(originTag)!, {
        id: info.run_id,
        artifactUri: info.artifact_uri,
        partial: tag(partialTag) !== undefined,
        deleted: info.lifecycle_stage === "deleted",
      });
    }
    token = page.next_page_token;
    if (!token) return found;
  }
}

/** Brings one run; answers which parent it waits for. */
async function copyRun(
  transfer: Transfer,
  { run, experimentId, before }: { run: RunDocument; experimentId: string; before: Before | undefined },
): Promise<{ id: string; parent: string } | null> {
  const { target, report, arrivals } = transfer;
  const { info, data } = run;
  if (before && (!before.partial || before.deleted)) {
    arrivals.runs.set(info.run_id, before);
    report.counts.before += 1;
    return null;
  }
  const arrived = before ?? (await createRun(target, run, experimentId));
  arrivals.runs.set(info.run_id, arrived);
  await copyParamsAndTags(transfer, run, arrived);
  for (const { key } of data.metrics ?? [])
    await copyHistory(transfer, { from: info.run_id, to: arrived.id, key });
  if (run.inputs?.dataset_inputs?.length)
    await target.post("runs/log-inputs", { run_id: arrived.id, datasets: run.inputs.dataset_inputs });
  await copyFiles(transfer, { run }, arrived, `Run ${info.run_name ?? info.run_id}`);
  await target.post("runs/update", {
    run_id: arrived.id,
    status: info.status,
    ...(info.end_time ? { end_time: info.end_time } : {}),
  });
  await target.post("runs/delete-tag", { run_id: arrived.id, key: partialTag });
  if (info.lifecycle_stage === "deleted") await target.post("runs/delete", { run_id: arrived.id });
  report.counts.runs += 1;
  const parent = data.tags?.find(({ key }) => key === "mlflow.parentRunId")?.value;
  return parent ? { id: arrived.id, parent } : null;
}

async function createRun(
  target: TrackingClient,
  { info }: RunDocument,
  experimentId: string,
): Promise<Arrived> {
  const tags = [
    { key: originTag, value: info.run_id },
    { key: partialTag, value: "true" },
  ];
  const { run } = await target.post<{ run: RunDocument }>("runs/create", {
    experiment_id: experimentId,
    user_id: info.user_id ?? "",
    run_name: info.run_name ?? "",
    start_time: info.start_time,
    tags,
  });
  return { id: run.info.run_id, artifactUri: run.info.artifact_uri };
}

async function copyParamsAndTags(
  { target }: Transfer,
  { info, data }: RunDocument,
  { id }: Arrived,
): Promise<void> {
  const own = [originTag, partialTag, "mlflow.parentRunId", "mlflow.runName"];
  const tags = (data.tags ?? [])
    .filter(({ key }) => !own.includes(key))
    .map(({ key, value }) => ({ key, value: value.replaceAll(info.run_id, id) }));
  for (const params of inBatches(data.params ?? [], batch.params))
    await target.post("runs/log-batch", { run_id: id, params });
  for (const some of inBatches(tags, batch.tags))
    await target.post("runs/log-batch", { run_id: id, tags: some });
}

async function copyHistory(
  { source, target, report }: Transfer,
  { from, to, key }: { from: string; to: string; key: string },
): Promise<void> {
  for await (const points of source.history(from, key)) {
    for (const metrics of inBatches(
      points.map(({ value, timestamp, step }): PointDocument => ({ key, value, timestamp, step })),
      batch.metrics,
    ))
      await target.post("runs/log-batch", { run_id: to, metrics });
    report.counts.points += points.length;
  }
}

async function copyFiles(
  { source, target, report }: Transfer,
  owner: { run: RunDocument } | { model: LoggedModelDocument },
  arrived: Arrived,
  what: string,
): Promise<void> {
  const files = source.files(owner);
  if (!files) return;
  const place = placeOf(arrived.artifactUri);
  for await (const { path, open } of files) {
    if (!place)
      return report.leave(
        `${what}: its files stay behind, because the other server does not take files ` +
          `(${arrived.artifactUri}).`,
      );
    await guarded(report, `${what}, ${path}`, async () => {
      await target.upload(addressOf(place, path), async () => counted(await open(), report));
      report.counts.files += 1;
    });
  }
}

async function* counted(
  content: AsyncIterable<Uint8Array> | Readable,
  report: Report,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content as AsyncIterable<Uint8Array>) {
    report.counts.bytes += chunk.byteLength;
    yield chunk;
  }
}

async function copyLoggedModels(transfer: Transfer, from: string, to: string): Promise<void> {
  const { source, report, arrivals, target } = transfer;
  const before = new Map<string, Arrived>();
  let asked = false;
  for await (const model of source.loggedModels(from)) {
    if (!asked) for (const [id, arrived] of await modelsBefore(target, to)) before.set(id, arrived);
    asked = true;
    const { info } = model;
    const there = before.get(info.model_id);
    if (there) {
      arrivals.models.set(info.model_id, there);
      continue;
    }
    await guarded(report, `Model ${info.name}`, () => copyLoggedModel(transfer, model, to));
  }
}

async function modelsBefore(target: TrackingClient, experimentId: string): Promise<Map<string, Arrived>> {
  const found = new Map<string, Arrived>();
  for (let token: string | undefined; ;) {
    const page = await target.post<{ models?: LoggedModelDocument[]; next_page_token?: string }>(
      "logged-models/search",
      { experiment_ids: [experimentId], max_results: 50, ...(token ? { page_token: token } : {}) },
    );
    for (const { info } of page.models ?? []) {
      const origin = info.tags?.find(({ key }) => key === originTag)?.value;
      if (origin && info.status === "LOGGED_MODEL_READY")
        found.set(origin, { id: info.model_id, artifactUri: info.artifact_uri });
    }
    token = page.next_page_token;
    if (!token) return found;
  }
}

async function copyLoggedModel(
  transfer: Transfer,
  model: LoggedModelDocument,
  experimentId: string,
): Promise<void> {
  const { target, report, arrivals } = transfer;
  const { info, data } = model;
  const run = info.source_run_id ? arrivals.runs.get(info.source_run_id) : undefined;
  const tags = [
    ...(info.tags ?? []).filter(({ key }) => key !== originTag),
    { key: originTag, value: info.model_id },
  ];
  const made = await target.post<{ model: LoggedModelDocument }>("logged-models", {
    experiment_id: experimentId,
    name: info.name,
    ...(info.model_type ? { model_type: info.model_type } : {}),
    ...(run ? { source_run_id: run.id } : {}),
    params: data?.params ?? [],
    tags,
  });
  const arrived = { id: made.model.info.model_id, artifactUri: made.model.info.artifact_uri };
  arrivals.models.set(info.model_id, arrived);
  if (run) await target.post("runs/outputs", { run_id: run.id, models: [{ model_id: arrived.id, step: 0 }] });
  await copyFiles(transfer, { model }, arrived, `Model ${info.name}`);
  for (const { run_id, key, value, timestamp, step, dataset_name, dataset_digest } of data?.metrics ?? []) {
    const of = arrivals.runs.get(run_id);
    if (of)
      await target.post("runs/log-metric", {
        run_id: of.id,
        key,
        value,
        timestamp,
        step,
        model_id: arrived.id,
        ...(dataset_name ? { dataset_name, dataset_digest } : {}),
      });
  }
  await target.patch(`logged-models/${arrived.id}`, { model_id: arrived.id, status: info.status });
  report.counts.loggedModels += 1;
}

function inBatches<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
