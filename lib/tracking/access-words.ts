import { roleOn, type Grant, type Resource, type ScopeKind } from "@/lib/auth/decide";
import { roles, type Role } from "@/lib/auth/permissions";
import { AppError } from "@/lib/errors";

/** The words of MLflow's auth client for what somebody may do. @see https://mlflow.org/docs/latest/self-hosting/security/basic-http-auth */
export const words = ["READ", "USE", "EDIT", "MANAGE", "NO_PERMISSIONS", "DENY"] as const;
export type Word = (typeof words)[number];

export type Scope = {
  kind: Extract<ScopeKind, "project" | "experiments" | "experiment" | "models" | "model">;
  id: string;
};
/** A grant as it is to be written, without its holder. */
export type Right = { effect: "allow" | "deny"; role: Role; clientWord: string | null };

const roleOfWord: Record<Exclude<Word, "NO_PERMISSIONS" | "DENY">, Role> = {
  READ: "VIEWER",
  USE: "VIEWER",
  EDIT: "EDITOR",
  MANAGE: "MAINTAINER",
};
/** A project's role says more than these two words, as membership of MLflow's workspaces. */
const roleOfMember: Partial<Record<Word, Role>> = { USE: "EDITOR", MANAGE: "MAINTAINER" };

/** The role that a word gives on a scope; null where it takes away. @throws {AppError} INVALID for a word that the scope has no use for */
export function roleGiven(word: Word, scope: Scope): Role | null {
  if (scope.kind === "project") {
    const role = roleOfMember[word];
    if (!role)
      throw new AppError(
        "INVALID",
        `Invalid permission '${word}' for resource_type='workspace'. Workspace-wide grants accept only: ('MANAGE', 'USE').`,
      );
    return role;
  }
  return word === "NO_PERMISSIONS" || word === "DENY" ? null : roleOfWord[word];
}

/** What a word grants to a group: what its people have elsewhere stays, unless the word takes it away. */
export function rightOfGroup(word: Word, scope: Scope): Right {
  const role = roleGiven(word, scope);
  return role === null
    ? { effect: "deny", role: "VIEWER", clientWord: word }
    : { effect: "allow", role, clientWord: word };
}

/** What a word grants to one person: exactly that, so that a role from elsewhere adds nothing to it. */
export function rightsOfPerson(word: Word, scope: Scope): Right[] {
  const right = rightOfGroup(word, scope);
  const above =
    right.effect === "allow" && word !== "MANAGE" ? roles[roles.indexOf(right.role) + 1] : undefined;
  return above ? [right, { effect: "deny", role: above, clientWord: null }] : [right];
}

/** The word that a grant says; null for the part that only bounds another. */
export function wordOfGrant(
  { effect, role, clientWord }: { effect: string; role: string; clientWord: string | null },
  scopeKind: string,
): Word | null {
  if (clientWord && (words as readonly string[]).includes(clientWord)) return clientWord as Word;
  if (effect === "deny") return role === "VIEWER" ? "DENY" : null;
  if (scopeKind === "project") return role === "OWNER" || role === "MAINTAINER" ? "MANAGE" : "USE";
  return wordOfRole(role as Role);
}

/** The word for all that grants leave to somebody on a resource. */
export function wordOn(grants: readonly Grant[], resource: Resource): Word {
  const role = roleOn(grants, resource);
  const used = grants.some(
    ({ clientWord, scopeKind, scopeId }) =>
      clientWord === "USE" && resource.some(({ kind, id }) => kind === scopeKind && id === scopeId),
  );
  return role === null ? "NO_PERMISSIONS" : role === "VIEWER" && used ? "USE" : wordOfRole(role);
}

function wordOfRole(role: Role): Word {
  return role === "VIEWER" ? "READ" : role === "EDITOR" ? "EDIT" : "MANAGE";
}
