import { textsIn, type About, type Thing } from "@/lib/auth/about";
import { readSource } from "@/lib/registry/source";
import { artifactPlace } from "./artifact-path";

type Fields = Readonly<Record<string, unknown>>;

/** Searches leave out what their sender may not see; every other request names what it touches. */
const lists: Record<string, About["lists"]> = {
  "mlflow/experiments/search": "experiment",
  "mlflow/experiments/search-datasets": "experiment",
  "mlflow/runs/search": "experiment",
  "mlflow/logged-models/search": "experiment",
  "mlflow/registered-models/search": "model",
  "mlflow/model-versions/search": "model",
};

/** What a request of the protocol is about: its fields have the same names everywhere. */
export function trackingAbout(path: string, fields: Fields): About {
  if (lists[path]) return { things: [], lists: lists[path] };
  if (path.startsWith("mlflow-artifacts/")) return { things: artifactThings(fields) };
  if (path.startsWith("mlflow/users/permissions/"))
    return { things: path.endsWith("/get") ? [] : ofResource(fields) };
  return { things: [...ofExperiments(fields), ...(isOfRegistry(path) ? ofRegistry(path, fields) : [])] };
}

function isOfRegistry(path: string): boolean {
  return /^mlflow\/(registered-models|model-versions)\/|^(\.\.\/)+model-versions\//.test(path);
}

/** The thing that a permission is about, as the auth client names it. */
function ofResource({ resource_type: type, resource_id: id }: Fields): Thing[] {
  const text = String(id);
  if (type === "registered_model" && text !== "*") return [{ kind: "model", name: text }];
  return type === "experiment" && /^\d{1,9}$/.test(text)
    ? [{ kind: "experiment", number: Number(text) }]
    : [];
}

function ofExperiments(fields: Fields): Thing[] {
  const {
    experiment_id: number,
    experiment_name: name,
    run_id,
    run_uuid,
    run_ids,
    source_run_id,
    model_id,
  } = fields;
  return [
    ...(typeof number === "number" ? [{ kind: "experiment" as const, number }] : []),
    ...textsIn(name).map((entry) => ({ kind: "experiment" as const, name: entry })),
    ...[run_id, run_uuid, run_ids, source_run_id]
      .flatMap(textsIn)
      .map((uid) => ({ kind: "run" as const, uid })),
    ...textsIn(model_id).map((id) => ({ kind: "logged-model" as const, id })),
  ];
}

/** A version is made of files that its maker must be able to read. */
function ofRegistry(path: string, fields: Fields): Thing[] {
  const named: Thing[] = textsIn(fields.name).map((name) => ({ kind: "model", name }));
  if (!path.endsWith("model-versions/create")) return named;
  const source = readSource(textsIn(fields.source)[0] ?? "");
  if (source?.kind === "run") named.push({ kind: "run", uid: source.uid, by: "run:read" });
  if (source?.kind === "logged-model") named.push({ kind: "logged-model", id: source.id, by: "run:read" });
  if (source?.kind === "version") named.push({ kind: "model", name: source.name, by: "model:read" });
  return named;
}

function artifactThings(fields: Fields): Thing[] {
  const [path] = textsIn(fields["*"] ?? fields.path);
  if (path === undefined) return [];
  const { owner } = artifactPlace(path);
  return [owner.kind === "run" ? { kind: "run", uid: owner.uid } : { kind: "logged-model", id: owner.id }];
}
