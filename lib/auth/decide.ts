import { atLeast, can, roles, weakestRole, type Permission, type Role } from "./permissions";

/** A plural, such as `experiments`, stands for all of a project's. */
export type ScopeKind =
  | "instance"
  | "project"
  | "experiments"
  | "experiment"
  | "datasets"
  | "dataset"
  | "column"
  | "notebooks"
  | "notebook"
  | "models"
  | "model"
  | "endpoint";

/** One right, or one prohibition, as it stands in the database. */
export type Grant = {
  subjectKind: "person" | "group";
  /** Shown when the decision is explained, such as "group Analysts". */
  subjectName: string;
  scopeKind: ScopeKind;
  scopeId: string;
  effect: "allow" | "deny";
  role: Role;
  /** The MLflow permission that it was given as, where two of them mean one role. */
  mlflowPermission?: string | null;
};

/** What an administrator of the instance may do in every project. */
export const administratorGrant: Grant = {
  subjectKind: "group",
  subjectName: "Administrators",
  scopeKind: "instance",
  scopeId: "",
  effect: "allow",
  role: "OWNER",
};

/**
 * What is asked for, as the scopes that contain it, widest first: instance, project, then the thing itself.
 */
export type Resource = { kind: ScopeKind; id: string }[];

export type Decision = { allowed: boolean; role: Role | null; because: string };

/**
 * Whether grants allow `permission` on `resource`, and why. Grants on any scope that contains the
 * resource count; the strongest allowed role decides, and a deny beats every allow. A deny of a role
 * takes away what that role adds and all above it: "deny EDITOR" leaves reading, "deny VIEWER" nothing.
 */
export function decide(grants: readonly Grant[], permission: Permission, resource: Resource): Decision {
  const here = reaching(grants, resource);
  const allows = here
    .filter(({ effect }) => effect === "allow")
    .sort((a, b) => (atLeast(a.role, b.role) ? -1 : 1));
  const [strongest] = allows;
  if (!strongest) return { allowed: false, role: null, because: "no grant reaches this" };

  const denied = here.find(({ effect, role }) => effect === "deny" && atLeast(weakestRole[permission], role));
  if (denied)
    return {
      allowed: false,
      role: strongest.role,
      because: `denied on ${denied.scopeKind} ${denied.scopeId} by ${denied.subjectName}`,
    };

  const because = `${strongest.role.toLowerCase()}, by ${strongest.subjectName}`;
  return { allowed: can(strongest.role, permission), role: strongest.role, because };
}

/** Grants on any scope that contains the resource. */
function reaching(grants: readonly Grant[], resource: Resource): Grant[] {
  return grants.filter((grant) =>
    resource.some(({ kind, id }) => grant.scopeKind === kind && grant.scopeId === id),
  );
}

/** The strongest role that grants leave on `resource`; null where they leave none. */
export function roleOn(grants: readonly Grant[], resource: Resource): Role | null {
  const here = reaching(grants, resource);
  const held = roles.filter(
    (role) =>
      here.some((grant) => grant.effect === "allow" && atLeast(grant.role, role)) &&
      !here.some((grant) => grant.effect === "deny" && atLeast(role, grant.role)),
  );
  return held.at(-1) ?? null;
}
