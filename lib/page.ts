import * as z from "zod";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { largestRowNumber } from "@/lib/row-number";

/** How many rows a list is asked for; so many where it is not said. */
export function pageLimit(usual: number) {
  return z.coerce.number().int().min(1).max(limits.pageSizeMax).default(usual);
}

/** What a list is asked for: at most `limit` rows after the cursor of the page before. */
export const pageQuery = z.strictObject({
  after: z.string().min(1).max(1_000).optional(),
  limit: pageLimit(200),
});
export type PageQuery = { after?: string | undefined; limit: number };

/** The same among the search parameters of a page, where what cannot be read means the first. */
export const listSearch = z.object({
  after: z.string().min(1).max(1_000).optional().catch(undefined),
  limit: z.literal(100).default(100).catch(100),
});

/** Rows in order, and the cursor of the next page where there is one. */
export type Page<Row, Cursor = string> = { rows: Row[]; next: Cursor | null };

/** A page of what was read one row too far. */
export function toPage<Row, Cursor = string>(
  read: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
): Page<Row, Cursor> {
  const rows = read.slice(0, limit);
  return { rows, next: read.length > limit ? cursorOf(rows.at(-1)!) : null };
}

/**
 * The number in a cursor; null on the first page.
 *
 * @throws {AppError} INVALID when it is none that a page gave
 */
export function numberAfter(after: string | undefined): number | null {
  if (after === undefined) return null;
  const number = /^\d{1,10}$/.test(after) ? Number(after) : Infinity;
  if (number > largestRowNumber) throw noCursor();
  return number;
}

/**
 * The moment and the id in a cursor of a list by time; null on the first page.
 *
 * @throws {AppError} INVALID when it is none that a page gave
 */
export function momentAfter(after: string | undefined): { at: Date; id: string } | null {
  if (after === undefined) return null;
  const [, time = "", id = ""] = /^(\d{1,15})-(.{1,100})$/.exec(after) ?? [];
  if (!id) throw noCursor();
  return { at: new Date(Number(time)), id };
}

/** A cursor of a list by time. */
export function cursorOfMoment(at: Date, id: string): string {
  return `${at.getTime()}-${id}`;
}

/** The refusal of a cursor that no page gave. */
export function noCursor(): AppError {
  return new AppError("INVALID", "after: expected the cursor of the page before.");
}
