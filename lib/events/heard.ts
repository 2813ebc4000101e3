import { decide } from "@/lib/auth/decide";
import { chainOf, projectChain, type Holder } from "@/lib/auth/access-filter";
import { scopedKinds } from "@/lib/auth/resources";
import { rules, type FactName } from "./facts";

/** An event as its listener is told of it: what it is about decides who hears. */
type Told = { kind: string; scopeKind: string | null; scopeId: string | null };

/** Events that stand for many facts, and passing signals, are heard as what they are made of. */
const gathered: Record<string, FactName> = { "run.activity": "run.log", "job.progress": "job.start" };

/**
 * Whether somebody may hear of an event: as they may read what it is about. What no rule names, nobody hears.
 */
export function mayHear(holder: Holder, { kind: told, scopeKind, scopeId }: Told): boolean {
  const name = gathered[told] ?? told;
  const permission = name in rules ? rules[name as FactName].heardWith : null;
  if (!permission) return false;
  const { id } = holder.project;
  const kind = scopedKinds.find((candidate) => candidate === scopeKind);
  const chain = kind && scopeId ? chainOf(id, kind, scopeId) : projectChain(id);
  return decide(holder.grants, permission, chain).allowed;
}
