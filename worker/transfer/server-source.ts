import { TrackingRefusal, type TrackingClient } from "./client";
import type {
  ExperimentDocument,
  LoggedModelDocument,
  ModelDocument,
  PointDocument,
  RunDocument,
  Source,
  SourceFile,
  VersionDocument,
} from "./documents";

type Page = { next_page_token?: string };
type FileInfo = { path: string; is_dir?: boolean };

/** An MLflow server as a source. */
export function serverSource(client: TrackingClient): Source {
  return {
    async *experiments() {
      for await (const { experiments = [] } of pages((token) =>
        client.post<Page & { experiments?: ExperimentDocument[] }>("experiments/search", {
          view_type: "ALL",
          max_results: 1_000,
          order_by: ["creation_time ASC"],
          ...token,
        }),
      ))
        yield* experiments;
    },
    async *runs(experimentId) {
      const search = {
        experiment_ids: [experimentId],
        run_view_type: "ALL",
        max_results: 200,
        order_by: ["attributes.start_time ASC"],
      };
      for await (const { runs = [] } of pages((token) =>
        client.post<Page & { runs?: RunDocument[] }>("runs/search", { ...search, ...token }),
      ))
        yield* runs;
    },
    async *history(runId, key) {
      for await (const { metrics = [] } of pages((token) =>
        client.get<Page & { metrics?: PointDocument[] }>("metrics/get-history", {
          run_id: runId,
          metric_key: key,
          max_results: "25000",
          ...token,
        }),
      ))
        yield metrics;
    },
    async *loggedModels(experimentId) {
      try {
        for await (const { models = [] } of pages((token) =>
          client.post<Page & { models?: LoggedModelDocument[] }>("logged-models/search", {
            experiment_ids: [experimentId],
            max_results: 50,
            ...token,
          }),
        ))
          yield* models;
      } catch (error) {
        // a server from before MLflow 3 has none
        if (!(error instanceof TrackingRefusal) || error.status !== 404) throw error;
      }
    },
    async *models() {
      for await (const { registered_models = [] } of pages((token) =>
        client.get<Page & { registered_models?: ModelDocument[] }>("registered-models/search", {
          max_results: "100",
          ...token,
        }),
      ))
        yield* registered_models;
    },
    async versions(name) {
      const found: VersionDocument[] = [];
      const filter = `name = ${name.includes("'") ? `"${name}"` : `'${name}'`}`;
      for await (const { model_versions = [] } of pages((token) =>
        client.get<Page & { model_versions?: VersionDocument[] }>("model-versions/search", {
          filter,
          max_results: "1000",
          ...token,
        }),
      ))
        found.push(...model_versions);
      return found.sort((a, b) => Number(a.version) - Number(b.version));
    },
    files: (owner) => ("run" in owner ? filesOfRun(client, owner.run) : filesOfModel(client, owner.model)),
  };
}

/** Follows page tokens to the end. */
async function* pages<Answer extends Page>(
  ask: (token: { page_token?: string }) => Promise<Answer>,
): AsyncGenerator<Answer> {
  for (let token: string | undefined; ;) {
    const page = await ask(token ? { page_token: token } : {});
    yield page;
    token = page.next_page_token;
    if (!token) return;
  }
}

/** Files below a folder, depth first. */
async function* below(list: (folder: string) => Promise<FileInfo[]>, folder = ""): AsyncGenerator<string> {
  for (const { path, is_dir } of await list(folder)) {
    if (is_dir) yield* below(list, path);
    else yield path;
  }
}

async function* filesOf(
  client: TrackingClient,
  list: (folder: string) => Promise<FileInfo[]>,
  addressOf: (path: string) => string,
): AsyncGenerator<SourceFile> {
  for await (const path of below(list)) yield { path, open: () => client.download(addressOf(path)) };
}

function filesOfRun(client: TrackingClient, { info: { run_id } }: RunDocument): AsyncGenerator<SourceFile> {
  const list = async (folder: string) =>
    (
      await client.get<{ files?: FileInfo[] }>("artifacts/list", {
        run_id,
        ...(folder ? { path: folder } : {}),
      })
    ).files ?? [];
  return filesOf(client, list, (path) => `/get-artifact?${new URLSearchParams({ run_uuid: run_id, path })}`);
}

function filesOfModel(client: TrackingClient, { info }: LoggedModelDocument): AsyncGenerator<SourceFile> {
  const { model_id, artifact_uri } = info;
  const list = async (folder: string) =>
    (
      await client.get<{ files?: FileInfo[] }>(
        `logged-models/${model_id}/artifacts/directories`,
        folder ? { artifact_directory_path: folder } : {},
      )
    ).files ?? [];
  const place = placeOf(artifact_uri);
  const files = `/ajax-api/2.0/mlflow/logged-models/${model_id}/artifacts/files`;
  return filesOf(client, list, (path) =>
    place ? addressOf(place, path) : `${files}?${new URLSearchParams({ artifact_file_path: path })}`,
  );
}

/**
 * Where a server keeps the files of a run or model, below its artifact address;
 * null where it keeps them elsewhere.
 */
export function placeOf(artifactUri: string): string | null {
  return artifactUri.match(/^mlflow-artifacts:(?:\/\/[^/]*)?\/+(.+?)\/*$/)?.[1] ?? null;
}

/** The address of a file for reading and writing. */
export function addressOf(place: string, path: string): string {
  const file = `${place}/${path}`.split("/").map(encodeURIComponent).join("/");
  return `/api/2.0/mlflow-artifacts/artifacts/${file}`;
}
