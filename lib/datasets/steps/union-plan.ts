import * as z from "zod";
import { AppError } from "@/lib/errors";
import { cell, name } from "./schema";
import { commonType, secondTable } from "./second-table";
import { requireFreeName, type HeldColumn, type Place } from "./step";
import { tableRef, tableWords } from "./table-ref";

/** What a union says. */
export const unionSchema = z.strictObject({
  kind: z.literal("union"),
  table: tableRef,
  by: z.enum(["name", "place"]),
  /** What becomes of columns that one of the tables lacks: they are refused, or their cells are missing. */
  absent: z.literal("missing").optional(),
  /** A column that says of each row which table it comes from. */
  source: name.optional(),
  /** What rows from here are called in it. */
  here: cell.optional(),
});
export type UnionStep = z.output<typeof unionSchema>;

/** A column of both tables: what it is after them, and its column in each; null where one lacks it. */
export type UnionColumn = { after: HeldColumn; here: HeldColumn | null; there: HeldColumn | null };
/** The columns after a union, and the one of them that says where a row comes from. */
export type UnionPlan = { columns: UnionColumn[]; source: HeldColumn | null };

/** What rows from here are called, unless somebody says so. */
export const firstTable = "first table";

/**
 * Which columns of two tables belong together, and what they are after them.
 *
 * @throws {AppError} INVALID with the columns that one lacks, or that hold other things
 */
export function unionPlan(step: UnionStep, place: Pick<Place, "columns" | "second" | "freshId">): UnionPlan {
  const second = secondTable(place, step.table);
  const [here, there] = [place.columns, second.columns];
  if (there.some(({ name }) => isSame(name, step.source)))
    throw new AppError(
      "INVALID",
      `${tableWords(step.table)} has a column ${step.source} already: choose another name.`,
    );
  const paired = step.by === "name" ? byName(step, here, there) : byPlace(step, here, there);
  const columns = paired.map(({ here: left, there: right }) => {
    const type = left && right ? commonType(left, right, step.table) : (left ?? right)!.type;
    return { here: left, there: right, after: { ...(left ?? right)!, type } };
  });
  return step.source === undefined ? { columns, source: null } : withSource(step.source, columns, place);
}

function withSource(name: string, columns: UnionColumn[], { freshId }: Pick<Place, "freshId">): UnionPlan {
  const old = columns.find(({ after }) => after.name === name)?.after;
  if (old && old.type !== "text")
    throw new AppError("INVALID", `${name} holds no text; choose another name.`);
  if (old) return { columns, source: old };
  requireFreeName(
    columns.map(({ after }) => after),
    name,
  );
  const source: HeldColumn = { id: freshId(), name, type: "text" };
  return { columns: [...columns, { after: source, here: null, there: null }], source };
}

type Pair = Omit<UnionColumn, "after">;

function isSame(name: string, other: string | undefined): boolean {
  return other !== undefined && name.toLowerCase() === other.toLowerCase();
}

/** By name, whatever the capitals; columns of the second table alone come last. */
function byName(step: UnionStep, here: readonly HeldColumn[], there: readonly HeldColumn[]): Pair[] {
  const pairs = here.map((left): Pair => {
    const right = there.find(({ name }) => isSame(name, left.name)) ?? null;
    return { here: left, there: right };
  });
  const more = there.filter(({ name }) => here.every((left) => !isSame(name, left.name)));
  const lacking = pairs.filter(({ here: left, there: right }) => !right && !isSame(left!.name, step.source));
  if (step.absent === undefined && (more.length > 0 || lacking.length > 0)) {
    const words = tableWords(step.table);
    const parts = [
      ...(lacking.length > 0
        ? [`${words} lacks ${listed(lacking.map(({ here: left }) => left!.name))}`]
        : []),
      ...(more.length > 0 ? [`${listed(more.map(({ name }) => name))} of ${words} is not here`] : []),
    ];
    throw new AppError(
      "INVALID",
      `${parts.join("; ")}. Fill columns that one table lacks with missing cells, or drop them first.`,
    );
  }
  return [...pairs, ...more.map((right): Pair => ({ here: null, there: right }))];
}

function byPlace(step: UnionStep, all: readonly HeldColumn[], there: readonly HeldColumn[]): Pair[] {
  const here = all.filter(({ name }) => !isSame(name, step.source));
  if (here.length !== there.length)
    throw new AppError(
      "INVALID",
      `There are ${here.length} columns here and ${there.length} in ${tableWords(step.table)}: ` +
        "by their places, both need as many.",
    );
  return all.map((left) => ({ here: left, there: there[here.indexOf(left)] ?? null }));
}

/** So many names stand in a sentence. */
const namesInWords = 10;

function listed(names: readonly string[]): string {
  const more = names.length - namesInWords;
  return names.slice(0, namesInWords).join(", ") + (more > 0 ? ` and ${more} more` : "");
}
