import { TrackingRefusal } from "./client";
import { guarded, type Arrivals, type Transfer } from "./copy-runs";
import type { ModelDocument, VersionDocument } from "./documents";

/** On a version: its number where it came from. */
const numberTag = "perihelion.source.version";
/** Numbers that are left free at the source, and are skipped on the way, at most. */
const mostGaps = 1_000;

/** Brings a registered model with its versions under their own numbers, their stages, tags and aliases. */
export async function copyModel(transfer: Transfer, model: ModelDocument): Promise<void> {
  const { source, target, report, tell } = transfer;
  const { name, description = "", tags = [], aliases = [] } = model;
  await target.post("registered-models/create", { name, description, tags }).then(
    () => void (report.counts.models += 1),
    (error: unknown) => {
      if (!(error instanceof TrackingRefusal) || error.code !== "RESOURCE_ALREADY_EXISTS") throw error;
    },
  );
  const numbers = await versionsBefore(transfer, name);
  for (const version of await source.versions(name)) {
    tell(`Model ${name}: version ${version.version}`);
    if (numbers.has(version.version)) continue;
    await guarded(report, `${name} v${version.version}`, async () => {
      const number = await copyVersion(transfer, version);
      if (number) numbers.set(version.version, number);
    });
  }
  for (const { alias, version } of aliases) {
    const number = numbers.get(version);
    if (number)
      await guarded(
        report,
        `Alias ${alias} of ${name}`,
        async () => void (await target.post("registered-models/alias", { name, alias, version: number })),
      );
  }
}

/** Numbers at the source, with those that they have here. */
async function versionsBefore({ target }: Transfer, name: string): Promise<Map<string, string>> {
  const filter = `name = ${name.includes("'") ? `"${name}"` : `'${name}'`}`;
  const { model_versions = [] } = await target.get<{ model_versions?: VersionDocument[] }>(
    "model-versions/search",
    { filter, max_results: "1000" },
  );
  return new Map(
    model_versions.flatMap(({ version, tags }) =>
      (tags ?? []).filter(({ key }) => key === numberTag).map(({ value }) => [value, version] as const),
    ),
  );
}

async function copyVersion(
  { target, report, arrivals }: Transfer,
  version: VersionDocument,
): Promise<string | null> {
  const { name, description = "", tags = [], current_stage: stage = "None", run_link } = version;
  const source = newSource(version.source, arrivals);
  if (!source) {
    report.leave(
      `${name} v${version.version}: its files are at ${version.source}, ` +
        "with no run or model that came along.",
    );
    return null;
  }
  const run = version.run_id ? arrivals.runs.get(version.run_id) : undefined;
  const wanted = {
    name,
    source: source.uri,
    description,
    ...(run ? { run_id: run.id } : {}),
    ...(source.modelId ? { model_id: source.modelId } : {}),
    ...(run_link ? { run_link } : {}),
    tags: [...tags.filter(({ key }) => key !== numberTag), { key: numberTag, value: version.version }],
  };
  const create = async () =>
    (await target.post<{ model_version: VersionDocument }>("model-versions/create", wanted)).model_version
      .version;
  let number = await create();
  // A number that was deleted at the source stays free here too.
  for (let gap = 0; Number(number) < Number(version.version) && gap < mostGaps; gap++) {
    await target.delete("model-versions/delete", { name, version: number });
    number = await create();
  }
  if (number !== version.version)
    report.leave(`${name} v${version.version} is v${number} here: versions of that name were there before.`);
  if (stage !== "None")
    await target.post("model-versions/transition-stage", {
      name,
      version: number,
      stage,
      archive_existing_versions: false,
    });
  report.counts.versions += 1;
  return number;
}

/**
 * Where the files of a version are after the transfer; null when they are of no run or model that came along.
 */
export function newSource(
  source: string,
  { runs, models }: Arrivals,
): { uri: string; modelId?: string } | null {
  const [, modelId, inModel = ""] =
    source.match(/(?:^models:\/+|\/models\/)(m-[0-9a-f]{32})(?:\/artifacts)?(?:\/(.*))?$/) ?? [];
  const model = modelId ? models.get(modelId) : undefined;
  if (model) return { uri: `${model.artifactUri}${inModel ? `/${inModel}` : ""}`, modelId: model.id };
  const [, runId, inRun = ""] =
    source.match(/(?:^runs:\/+|\/)([0-9a-f]{32})(?:\/artifacts)?(?:\/(.*))?$/) ?? [];
  const run = runId ? runs.get(runId) : undefined;
  return run ? { uri: `${run.artifactUri}${inRun ? `/${inRun}` : ""}` } : null;
}
