import type * as z from "zod";
import { AppError } from "@/lib/errors";
import type { SourceKind } from "./kinds/kind";
import { jpl } from "./kinds/jpl";
import { mysql } from "./kinds/mysql";
import { postgresql } from "./kinds/postgresql";
import { s3 } from "./kinds/s3";
import { sqlite } from "./kinds/sqlite";
import { url } from "./kinds/url";
import { webhdfs } from "./kinds/webhdfs";

/** Every kind of source there is, in the order in which pages offer them. */
export const sourceKinds = { url, postgresql, mysql, sqlite, s3, webhdfs, jpl } as const;

export type SourceKindName = keyof typeof sourceKinds;
export type ConfigOf<Name extends SourceKindName> = z.output<(typeof sourceKinds)[Name]["config"]>;
export type SecretOf<Name extends SourceKindName> = z.output<
  NonNullable<(typeof sourceKinds)[Name]["secret"]>
>;

/** Whether a kind of this name is declared. */
export function isSourceKind(name: string): name is SourceKindName {
  return Object.hasOwn(sourceKinds, name);
}

/** The kind of a name. @throws {AppError} INVALID for one that is not declared */
export function sourceKindOf(name: string): SourceKind {
  if (!isSourceKind(name)) throw new AppError("INVALID", `There is no kind of source called ${name}.`);
  return sourceKinds[name];
}
