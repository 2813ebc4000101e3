import * as z from "zod";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";

/** How the cells of a column are masked: none is shown, a keyed hash is, or the range that holds them. */
export const maskKinds = ["hide", "hash", "bin"] as const;
export type MaskKind = (typeof maskKinds)[number];

/** The weakest role that sees the values; a viewer is below each. */
export const maskRoles = ["editor", "maintainer", "owner"] as const;
export type MaskRole = (typeof maskRoles)[number];

const name = z.string().min(1).max(300);
/** A column that is masked for whoever is below a role. */
export const columnMask = z.strictObject({ name, mask: z.enum(maskKinds), role: z.enum(maskRoles) });
export type ColumnMask = z.output<typeof columnMask>;

/** What is said of masks: all of them anew, or that of one column, null for none. */
export type MasksSaid = { columns: ColumnMask[] } | { column: string; mask: Omit<ColumnMask, "name"> | null };

/** A column with a mask of its own, from which that of another comes. */
const origin = z.strictObject({ dataset: z.string(), column: z.string() });

/** The masks of a dataset by column, and what was freed: from which masks a column no longer inherits. */
export const datasetMasks = z.strictObject({
  columns: z.array(columnMask).max(limits.datasetColumns),
  freed: z.array(z.strictObject({ name, from: z.array(origin) })).max(limits.datasetColumns),
});
export type DatasetMasks = z.output<typeof datasetMasks>;

/** Masks as the database keeps them. */
export function parseMasks(text: string | null): DatasetMasks {
  return text ? datasetMasks.parse(JSON.parse(text)) : { columns: [], freed: [] };
}

/** A mask where it comes from: the column of a dataset that somebody masked. Names are in small letters. */
export type MaskRoot = { datasetId: string; column: string; mask: MaskKind; role: MaskRole };

/** A column as a reader sees it: its name and type, and the mask of its cells. */
export type ShownColumn = ColumnSchema & { mask: MaskKind | null };

/** What tells a mask from others; one of another kind hides other things. */
export function rootKey({ datasetId, column, mask }: MaskRoot): string {
  return `${datasetId} ${mask} ${column}`;
}

/** Whether two names are of one column: those that differ in capitals alone are. */
export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The mask that hides all that each of some hides; hashes and ranges together leave nothing to show. */
export function strictest(kinds: readonly MaskKind[]): MaskKind | null {
  const different = new Set(kinds);
  return different.size > 1 ? "hide" : (kinds[0] ?? null);
}

/** The strongest of some roles: whoever holds it is below none of them. */
export function highestRole(asked: readonly MaskRole[]): MaskRole {
  return maskRoles.findLast((role) => asked.includes(role)) ?? "owner";
}

/** What a mask does to a column of some type: there are no ranges of text and of truth values. */
export function maskOn(type: ColumnType, mask: MaskKind): MaskKind {
  return mask === "bin" && (type === "text" || type === "boolean") ? "hide" : mask;
}

/** The type that masked cells have: none has a value, or each is text. */
export function maskedType(type: ColumnType, mask: MaskKind): ColumnType {
  return maskOn(type, mask) === "hide" ? type : "text";
}

/** What a mask does, in words. */
export function maskWords({ mask, role }: Pick<ColumnMask, "mask" | "role">): string {
  return `${{ hide: "hidden", hash: "hashed", bin: "in ranges" }[mask]} below ${role}`;
}
