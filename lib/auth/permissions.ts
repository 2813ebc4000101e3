/** Roles of a project member, weakest first; each role may do all that the ones before it may. */
export const roles = ["VIEWER", "EDITOR", "MAINTAINER", "OWNER"] as const;
export type Role = (typeof roles)[number];

/** The whole access policy inside a project: the weakest role that holds each permission. */
export const weakestRole = {
  "project:read": "VIEWER",
  "project:edit": "MAINTAINER",
  "member:read": "VIEWER",
  "member:leave": "VIEWER",
  "token:make": "VIEWER",
  "member:manage": "MAINTAINER",
  "audit:read": "MAINTAINER",
  "dataset:read": "VIEWER",
  "dataset:write": "EDITOR",
  "dataset:delete": "MAINTAINER",
  "dataset:mask": "OWNER",
  "labelling:make": "EDITOR",
  "labelling:label": "EDITOR",
  "labelling:settle": "MAINTAINER",
  "labelling:save": "EDITOR",
  "labelling:delete": "MAINTAINER",
  "notebook:read": "VIEWER",
  "notebook:write": "EDITOR",
  "notebook:run": "EDITOR",
  "run:read": "VIEWER",
  "run:write": "EDITOR",
  "run:delete": "EDITOR",
  "run:remove": "MAINTAINER",
  "job:read": "VIEWER",
  "job:start": "EDITOR",
  "job:cancel": "EDITOR",
  "model:read": "VIEWER",
  "model:predict": "VIEWER",
  "model:register": "EDITOR",
  "model:promote": "MAINTAINER",
  "webhook:manage": "MAINTAINER",
  "transfer:start": "MAINTAINER",
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof weakestRole;

/** What a route outside of any project asks of its caller. */
export const instancePermissions = ["public", "signed-in", "administrator", "worker", "job"] as const;
export type InstancePermission = (typeof instancePermissions)[number];

/** Whether `role` is at least `needed`. An unknown role is weaker than every other. */
export function atLeast(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}

/** Whether `role` holds `permission`. An unknown role holds none. */
export function can(role: Role, permission: Permission): boolean {
  return atLeast(role, weakestRole[permission]);
}
