import { decide, type Grant } from "./decide";
import type { Permission } from "./permissions";

/** Experiments or models of a project that somebody may touch: all but some, or none but some, by their ids. */
export type Reach = { all: boolean; but: readonly string[] };

/** For the product itself, which acts for nobody. */
export const everything: Reach = { all: true, but: [] };

/** Who asks, as far as grants decide. */
export type Holder = { project: { id: string }; grants: readonly Grant[] };

/** Kinds of things inside a project that have grants of their own. */
export type OwnScope = "experiment" | "model";

/** The scopes that contain one experiment or model, widest first. */
export function chainOf(projectId: string, kind: OwnScope, id: string) {
  return [...projectChain(projectId), { kind: `${kind}s` as const, id: projectId }, { kind, id }];
}

/** The scopes that contain a project. */
export function projectChain(projectId: string) {
  return [
    { kind: "instance" as const, id: "" },
    { kind: "project" as const, id: projectId },
  ];
}

/** Whether somebody holds grants narrower than the project. Hardly anybody does: who does not is spared every look-up. */
export function hasOwnScopes({ grants }: Pick<Holder, "grants">): boolean {
  return grants.some(({ scopeKind }) => scopeKind !== "instance" && scopeKind !== "project");
}

/** Which experiments or models of a project `permission` reaches. */
export function reachOf({ project, grants }: Holder, permission: Permission, kind: OwnScope): Reach {
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
export function experimentsSeenBy(holder: Holder): Reach {
  return reachOf(holder, "run:read", "experiment");
}

/** The models of a project that somebody may see. */
export function modelsSeenBy(holder: Holder): Reach {
  return reachOf(holder, "model:read", "model");
}

/** Whether a reach holds this one. */
export function reaches({ all, but }: Reach, id: string): boolean {
  return but.includes(id) !== all;
}

/** Whether a reach holds anything at all. */
export function reachesSome({ all, but }: Reach): boolean {
  return all || but.length > 0;
}

/** A reach as Prisma's condition on a text id. */
export function idIn({ all, but }: Reach): { notIn: string[] } | { in: string[] } {
  return all ? { notIn: [...but] } : { in: [...but] };
}

/** A reach as Prisma's condition on a whole number's id. */
export function numberIn({ all, but }: Reach): { notIn: number[] } | { in: number[] } {
  return all ? { notIn: but.map(Number) } : { in: but.map(Number) };
}
