import type { Permission } from "./permissions";
import type { ResourceRef } from "./resources";

const permissions: ReadonlySet<Permission> = new Set(["run:read", "run:write"]);

/**
 * Whether a request reads or writes one run and touches nothing else:
 * all that an attempt may do whose secret opens its own run.
 */
export function touchesOnlyRun(
  uid: string,
  permission: Permission,
  refs: readonly ResourceRef[] | "filtered",
): boolean {
  if (!permissions.has(permission) || refs === "filtered" || refs.length === 0) return false;
  return refs.every((ref) => !ref.permission && ref.kind === "run" && ref.uid === uid);
}
