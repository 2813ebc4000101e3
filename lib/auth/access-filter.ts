import { decide, type Grant, type Resource, type ScopeKind } from "./decide";
import type { Permission } from "./permissions";
import { scopedKinds, type ScopedKind } from "./resources";

/**
 * The resources of one kind in a project that somebody may touch: all but some, or none but some,
 * by their ids.
 */
export type AccessFilter = { all: boolean; but: readonly string[] };

/** Who asks, as far as grants decide. */
export type Holder = { project: { id: string }; grants: readonly Grant[] };

/** The scopes that contain one resource, widest first. */
export function chainOf(projectId: string, kind: ScopedKind, id: string) {
  return [...projectChain(projectId), { kind: `${kind}s` as const, id: projectId }, { kind, id }];
}

/** The scopes that contain a project. */
export function projectChain(projectId: string) {
  return [
    { kind: "instance" as const, id: "" },
    { kind: "project" as const, id: projectId },
  ];
}

/**
 * Whether somebody holds grants narrower than the project. Members without any (nearly all) skip the lookups.
 */
export function hasResourceGrants({ grants }: Pick<Holder, "grants">): boolean {
  return grants.some(({ scopeKind }) => scopeKind !== "instance" && scopeKind !== "project");
}

/** The scopes that contain one on which grants are given, itself included. */
export function chainOfScope(projectId: string, { kind, id }: { kind: ScopeKind; id: string }): Resource {
  const single = scopedKinds.find((candidate) => candidate === kind);
  if (single) return chainOf(projectId, single, id);
  return kind === "project" ? projectChain(projectId) : [...projectChain(projectId), { kind, id }];
}

/** On which resources of a kind in a project somebody holds a permission. */
export function accessFilterOf(
  { project, grants }: Holder,
  permission: Permission,
  kind: ScopedKind,
): AccessFilter {
  const chain = [...projectChain(project.id), { kind: `${kind}s` as const, id: project.id }];
  const all = decide(grants, permission, chain).allowed;
  const named = [
    ...new Set(grants.filter(({ scopeKind }) => scopeKind === kind).map(({ scopeId }) => scopeId)),
  ];
  return {
    all,
    but: named.filter((id) => decide(grants, permission, chainOf(project.id, kind, id)).allowed !== all),
  };
}

/** The experiments of a project that somebody may see. */
export function readableExperiments(holder: Holder): AccessFilter {
  return accessFilterOf(holder, "run:read", "experiment");
}

/** The models of a project that somebody may see. */
export function readableModels(holder: Holder): AccessFilter {
  return accessFilterOf(holder, "model:read", "model");
}

/** The datasets of a project that somebody may see. */
export function readableDatasets(holder: Holder): AccessFilter {
  return accessFilterOf(holder, "dataset:read", "dataset");
}

/** The notebooks of a project that somebody may see. */
export function readableNotebooks(holder: Holder): AccessFilter {
  return accessFilterOf(holder, "notebook:read", "notebook");
}

/** Whether a filter allows this id. */
export function isAllowedBy({ all, but }: AccessFilter, id: string): boolean {
  return but.includes(id) !== all;
}

/** Whether a filter allows anything at all. */
export function allowsSome({ all, but }: AccessFilter): boolean {
  return all || but.length > 0;
}

/** A filter as Prisma's condition on a text id. */
export function toTextIdFilter({ all, but }: AccessFilter): { notIn: string[] } | { in: string[] } {
  return all ? { notIn: [...but] } : { in: [...but] };
}

/** A filter as Prisma's condition on a whole number's id. */
export function toIdFilter({ all, but }: AccessFilter): { notIn: number[] } | { in: number[] } {
  return all ? { notIn: but.map(Number) } : { in: but.map(Number) };
}
