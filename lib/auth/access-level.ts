import { roles, type Role } from "./permissions";

/** What somebody may do with one resource, from nothing to managing it. */
export const accessLevels = ["none", "viewer", "editor", "maintainer"] as const;
export type AccessLevel = (typeof accessLevels)[number];
export type Right = { effect: "allow" | "deny"; role: Role };

const roleOf: Record<Exclude<AccessLevel, "none">, Role> = {
  viewer: "VIEWER",
  editor: "EDITOR",
  maintainer: "MAINTAINER",
};

/** The role that a level gives; null where it takes all away. */
export function roleOfLevel(level: AccessLevel): Role | null {
  return level === "none" ? null : roleOf[level];
}

/**
 * The rows that a level is: for one person exactly that, so that a role from elsewhere adds nothing; for a
 * group beside what its people have elsewhere, unless it takes all away.
 */
export function rightsOfLevel(level: AccessLevel, subject: "person" | "group"): Right[] {
  const role = roleOfLevel(level);
  if (!role) return [{ effect: "deny", role: "VIEWER" }];
  const above = roles[roles.indexOf(role) + 1];
  const bounded = subject === "person" && level !== "maintainer" && above;
  return [{ effect: "allow", role }, ...(bounded ? [{ effect: "deny" as const, role: above }] : [])];
}
