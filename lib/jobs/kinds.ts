import type * as z from "zod";
import { AppError } from "@/lib/errors";
import type { AttemptAccess, JobKind } from "./kinds/kind";
import { importFile } from "./kinds/import";
import { notebook } from "./kinds/notebook";
import { recipe } from "./kinds/recipe";
import { refresh } from "./kinds/refresh";
import { synthetic } from "./kinds/synthetic";
import { train } from "./kinds/train";
import { transfer } from "./kinds/transfer";

/** Every kind of job there is. The queue reads this table and knows no kind by name. */
export const jobKinds = {
  train,
  import: importFile,
  recipe,
  synthetic,
  refresh,
  transfer,
  notebook,
} as const;

export type JobKindName = keyof typeof jobKinds;
export type SpecOf<Name extends JobKindName> = z.output<(typeof jobKinds)[Name]["spec"]>;
export type ResultOf<Name extends JobKindName> = z.output<(typeof jobKinds)[Name]["result"]>;

/** Whether a kind of this name is declared. */
export function isJobKind(name: string): name is JobKindName {
  return Object.hasOwn(jobKinds, name);
}

/**
 * The kind of a name.
 * @throws {AppError} INVALID for one that is not declared, so that nothing runs by default
 */
export function jobKindOf(name: string): JobKind {
  if (!isJobKind(name)) throw new AppError("INVALID", `There is no kind of job called ${name}.`);
  return jobKinds[name];
}

/** How jobs ended of which another try may be asked for. */
export const retriedFrom = ["FAILED", "KILLED"] as const;

/** Whether another try of a job can be asked for: it failed or was stopped, and its kind allows it. */
export function canBeRetried({ kind, status }: { kind: string; status: string }): boolean {
  if (!isJobKind(kind) || !retriedFrom.some((one) => one === status)) return false;
  return jobKinds[kind].retry.byHand && jobKinds[kind].keepsSpec;
}

/** What the secret of an attempt opens; nothing for a kind that is not declared. */
export function accessOf(name: string): AttemptAccess {
  return isJobKind(name) ? jobKinds[name].access : "nothing";
}
