import type { ResourceRef } from "@/lib/auth/resources";
import { readSource } from "@/lib/registry/source";
import type { Points } from "@/lib/runs/points";
import { artifactPlace } from "./artifact-path";
import { uidOf } from "./run-schema";

// The resources that fields of the protocol refer to; each takes the input of a request that has them.

/** The experiment that a request names. */
export function experimentOf({ experiment_id: number }: { experiment_id: number }): ResourceRef[] {
  return [{ kind: "experiment", number }];
}

/**
 * The run that a request names by either of its fields.
 * @throws {AppError} INVALID when no field names the run
 */
export function runOf(input: Parameters<typeof uidOf>[0]): ResourceRef[] {
  return runsOf([uidOf(input)]);
}

/** Runs by their ids. */
export function runsOf(uids: readonly string[]): ResourceRef[] {
  return uids.map((uid) => ({ kind: "run", uid }));
}

/** The logged model that a request names. */
export function loggedModelOf({ model_id: id }: { model_id: string }): ResourceRef[] {
  return [{ kind: "logged-model", id }];
}

/** Logged models that a request reads beside what it changes. */
export function readLoggedModels(ids: Iterable<string | undefined>): ResourceRef[] {
  return [...new Set(ids)].flatMap((id) =>
    id ? [{ kind: "logged-model" as const, id, permission: "run:read" as const }] : [],
  );
}

/** The logged models that points of metrics are of. */
export function subjectsOf({ subjects }: Pick<Points, "subjects">): ResourceRef[] {
  return [...new Set([...subjects.values()].map(({ modelId }) => modelId))].flatMap((id) =>
    id ? [{ kind: "logged-model" as const, id }] : [],
  );
}

/** The registered model that a request names. */
export function modelOf({ name }: { name: string }): ResourceRef[] {
  return [{ kind: "model", name }];
}

/** A version's model, and the files that it is made of, which its maker must be able to read. */
export function newVersionOf(input: {
  name: string;
  source: string;
  run_id: string;
  model_id: string;
}): ResourceRef[] {
  const source = readSource(input.source);
  const reads: ResourceRef[] = readLoggedModels([input.model_id]);
  if (input.run_id) reads.push({ kind: "run", uid: input.run_id, permission: "run:read" });
  if (source?.kind === "run") reads.push({ kind: "run", uid: source.uid, permission: "run:read" });
  if (source?.kind === "logged-model") reads.push(...readLoggedModels([source.id]));
  if (source?.kind === "version") reads.push({ kind: "model", name: source.name, permission: "model:read" });
  return [...modelOf(input), ...reads];
}

/**
 * The run or logged model whose files an artifact address is among.
 * @throws {AppError} INVALID for an address that is the folder of no run and of no logged model
 */
export function artifactsOf(address: string): ResourceRef[] {
  const { owner } = artifactPlace(address);
  return [owner.kind === "run" ? { kind: "run", uid: owner.uid } : { kind: "logged-model", id: owner.id }];
}

/** What a permission is about, as the auth client names it; `*` and workspaces are the project's. */
export function grantedOn({
  resource_type: type,
  resource_id: id,
}: {
  resource_type: string;
  resource_id: string;
}): ResourceRef[] {
  if (type === "registered_model" && id !== "*") return [{ kind: "model", name: id }];
  return type === "experiment" && /^\d{1,9}$/.test(id) ? [{ kind: "experiment", number: Number(id) }] : [];
}
