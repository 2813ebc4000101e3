import * as z from "zod";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import { rowNumber } from "@/lib/row-number";
import { columnRoles, type Dictionary } from "../dictionary";
import { freeName } from "../free-name";
import { listing } from "../listing";
import { isSameName } from "../mask";
import { datasetName } from "../schema";

const columnName = z.string().min(1).max(300);
const rowsByClass = z.strictObject({
  column: columnName,
  rows: z
    .array(z.strictObject({ value: z.string().max(limits.facetValueCharacters), rows: rowNumber.min(0) }))
    .min(1, "expected at least one class")
    .max(limits.syntheticClasses),
});

/** What somebody asks for: so many rows, in all or by class, alone or after the rows that there are. */
export const synthesisBody = z
  .strictObject({
    /** The dataset that gets the version. */
    name: datasetName,
    rows: rowNumber.min(1).optional(),
    byClass: rowsByClass.optional(),
    seed: rowNumber.min(0).default(42),
    output: z.enum(["alone", "appended"]).default("alone"),
    /** The column that says of each row whether it is synthetic, where they are appended. */
    mark: columnName.optional(),
    leaveOut: z.array(columnName).max(limits.datasetColumns).default([]),
  })
  .refine(({ rows, byClass }) => (rows === undefined) !== (byClass === undefined), {
    message: "expected rows, or byClass",
  })
  .refine(({ output, mark }) => output === "appended" || mark === undefined, {
    message: "expected no mark: all rows are synthetic",
    path: ["mark"],
  });
export type SynthesisBody = z.output<typeof synthesisBody>;

/** Search parameters of how synthetic rows would be made. */
export const synthesisPlanQuery = z.strictObject({ class: columnName.optional() });

/** The same as the data process is told, with everything settled. */
export const toSynthesiseSchema = z.strictObject({
  seed: z.number().int().min(0),
  rows: z.number().int().min(1).nullable(),
  byClass: rowsByClass.nullable(),
  mark: z.string().nullable(),
  leftOut: z.array(z.strictObject({ column: z.string(), why: z.string() })).max(limits.datasetColumns),
  roles: z
    .array(z.strictObject({ column: z.string(), role: z.enum(columnRoles) }))
    .max(limits.datasetColumns),
});
export type ToSynthesise = z.output<typeof toSynthesiseSchema>;

/** A version as it is told to whoever asks. */
type Asked = {
  rows: number;
  columns: readonly ColumnSchema[];
  dictionary: Dictionary;
  masks: readonly { name: string; forYou: boolean }[];
};

/** Columns that are not made for whoever asks, and the roles of the others. */
export function columnsAsked(
  { columns, dictionary, masks }: Omit<Asked, "rows">,
  leaveOut: readonly string[],
): Pick<ToSynthesise, "leftOut" | "roles"> {
  const absent = leaveOut.filter((name) => !columns.some((column) => column.name === name));
  if (absent.length > 0)
    throw new AppError("INVALID", `There is no column ${listing(absent, 5)} to leave out.`);
  const masked = masks.filter(({ forYou }) => forYou).map(({ name }) => name);
  const leftOut = columns.flatMap(({ name }) => {
    if (masked.some((one) => isSameName(one, name))) return [{ column: name, why: "It is masked for you." }];
    return leaveOut.includes(name) ? [{ column: name, why: "It was asked to be left out." }] : [];
  });
  const roles = dictionary.flatMap(({ name, role }) => (role ? [{ column: name, role }] : []));
  return { leftOut, roles };
}

/**
 * What the data process is told of a request.
 *
 * @throws {AppError} INVALID for columns that are not there, FORBIDDEN for classes of a masked column,
 * TOO_LARGE for more cells or columns than are made at once
 */
export function toSynthesise(version: Asked, body: SynthesisBody): ToSynthesise {
  const { rows, byClass, seed, output } = body;
  const asked = columnsAsked(version, body.leaveOut);
  const used = version.columns.filter(({ name }) => asked.leftOut.every(({ column }) => column !== name));
  if (byClass) requireClassColumn(byClass.column, version, asked.leftOut);
  const wanted = rows ?? byClass!.rows.reduce((sum, one) => sum + one.rows, 0);
  if (wanted === 0) throw new AppError("INVALID", "No row is asked for: every class has 0.");
  requireSize({ columns: used.length, rows: version.rows, wanted });
  const mark = output === "alone" ? null : markIn(used, body.mark);
  return { seed, rows: rows ?? null, byClass: byClass ?? null, mark, ...asked };
}

function requireClassColumn(name: string, { columns, masks }: Asked, leftOut: ToSynthesise["leftOut"]): void {
  if (!columns.some((column) => column.name === name))
    throw new AppError("INVALID", `There is no column ${name} to make classes of.`);
  const why = leftOut.find(({ column }) => column === name)?.why;
  const isMasked = masks.some((mask) => mask.forYou && isSameName(mask.name, name));
  if (why) throw new AppError(isMasked ? "FORBIDDEN" : "INVALID", `“${name}” makes no classes. ${why}`);
}

/** Refuses more than is held in memory at once. @throws {AppError} TOO_LARGE */
export function requireSize({
  columns,
  rows,
  wanted,
}: {
  columns: number;
  rows: number;
  wanted: number;
}): void {
  if (columns > limits.syntheticColumns)
    throw new AppError(
      "TOO_LARGE",
      `Synthetic rows have at most ${limits.syntheticColumns} columns; ${integer(columns)} are asked for. ` +
        "Leave some out.",
    );
  for (const [what, count] of [
    ["to learn from", rows],
    ["to make", wanted],
  ] as const)
    if (count * columns > limits.syntheticCells)
      throw new AppError(
        "TOO_LARGE",
        `There are ${integer(count * columns)} cells ${what}; ` +
          `at most ${integer(limits.syntheticCells)} are taken at once. ` +
          "Leave columns out, or take fewer rows.",
      );
}

function markIn(columns: readonly ColumnSchema[], asked: string | undefined): string {
  if (asked === undefined) return freeName("synthetic", columns);
  if (columns.some(({ name }) => isSameName(name, asked)))
    throw new AppError("INVALID", `There is a column ${asked} already. Mark the rows by another name.`);
  return asked;
}
