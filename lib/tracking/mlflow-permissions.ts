import { roleOn, type Grant, type Resource, type ScopeKind } from "@/lib/auth/decide";
import { roles, type Role } from "@/lib/auth/permissions";
import { AppError } from "@/lib/errors";

/**
 * The mlflowPermissions of MLflow's auth client for what somebody may do.
 * @see https://mlflow.org/docs/latest/self-hosting/security/basic-http-auth
 */
export const mlflowPermissions = ["READ", "USE", "EDIT", "MANAGE", "NO_PERMISSIONS", "DENY"] as const;
export type MlflowPermission = (typeof mlflowPermissions)[number];

export type Scope = {
  kind: Extract<ScopeKind, "project" | "experiments" | "experiment" | "models" | "model">;
  id: string;
};
/** A grant as it is to be written, without its holder. */
export type Right = { effect: "allow" | "deny"; role: Role; mlflowPermission: string | null };

const roleOfPermission: Record<Exclude<MlflowPermission, "NO_PERMISSIONS" | "DENY">, Role> = {
  READ: "VIEWER",
  USE: "VIEWER",
  EDIT: "EDITOR",
  MANAGE: "MAINTAINER",
};
/** A project's role says more than these two mlflowPermissions, as membership of MLflow's workspaces. */
const roleOfMember: Partial<Record<MlflowPermission, Role>> = { USE: "EDITOR", MANAGE: "MAINTAINER" };

/**
 * The role that a permission gives on a scope; null where it takes away.
 * @throws {AppError} INVALID for a permission that the scope has no use for
 */
export function roleGiven(permission: MlflowPermission, scope: Scope): Role | null {
  if (scope.kind === "project") {
    const role = roleOfMember[permission];
    if (!role)
      throw new AppError(
        "INVALID",
        `Invalid permission '${permission}' for resource_type='workspace'. ` +
          "Workspace-wide grants accept only: ('MANAGE', 'USE').",
      );
    return role;
  }
  return permission === "NO_PERMISSIONS" || permission === "DENY" ? null : roleOfPermission[permission];
}

/**
 * What a permission grants to a group: what its people have elsewhere stays,
 * unless the permission takes it away.
 */
export function rightOfGroup(permission: MlflowPermission, scope: Scope): Right {
  const role = roleGiven(permission, scope);
  return role === null
    ? { effect: "deny", role: "VIEWER", mlflowPermission: permission }
    : { effect: "allow", role, mlflowPermission: permission };
}

/** What a permission grants to one person: exactly that, so that a role from elsewhere adds nothing to it. */
export function rightsOfPerson(permission: MlflowPermission, scope: Scope): Right[] {
  const right = rightOfGroup(permission, scope);
  const above =
    right.effect === "allow" && permission !== "MANAGE" ? roles[roles.indexOf(right.role) + 1] : undefined;
  return above ? [right, { effect: "deny", role: above, mlflowPermission: null }] : [right];
}

/** The permission that a grant says; null for the part that only bounds another. */
export function mlflowPermissionOfGrant(
  { effect, role, mlflowPermission }: { effect: string; role: string; mlflowPermission: string | null },
  scopeKind: string,
): MlflowPermission | null {
  if (mlflowPermission && (mlflowPermissions as readonly string[]).includes(mlflowPermission))
    return mlflowPermission as MlflowPermission;
  if (effect === "deny") return role === "VIEWER" ? "DENY" : null;
  if (scopeKind === "project") return role === "OWNER" || role === "MAINTAINER" ? "MANAGE" : "USE";
  return mlflowPermissionOfRole(role as Role);
}

/** The permission for all that grants leave to somebody on a resource. */
export function mlflowPermissionOn(grants: readonly Grant[], resource: Resource): MlflowPermission {
  const role = roleOn(grants, resource);
  const used = grants.some(
    ({ mlflowPermission, scopeKind, scopeId }) =>
      mlflowPermission === "USE" && resource.some(({ kind, id }) => kind === scopeKind && id === scopeId),
  );
  return role === null ? "NO_PERMISSIONS" : role === "VIEWER" && used ? "USE" : mlflowPermissionOfRole(role);
}

function mlflowPermissionOfRole(role: Role): MlflowPermission {
  return role === "VIEWER" ? "READ" : role === "EDITOR" ? "EDIT" : "MANAGE";
}
