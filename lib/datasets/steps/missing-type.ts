import { AppError } from "@/lib/errors";
import type { ColumnType } from "@/lib/frame/frame";
import type { HeldColumn } from "./step";

/** What a step that drops rows or fills cells says. */
export type MissingStep = {
  columns: readonly string[];
  how: "drop" | "mean" | "median" | "mode" | "value" | "forward";
  value?: number | string | undefined;
  by?: string | undefined;
  where?: string | undefined;
};

/** What it learned of a column by groups: the value of all rows, and those of groups. */
export type Learned = { all: string; groups: [group: string, value: string][] };

/**
 * The type of a column after its cells are filled. A mean of whole numbers is seldom whole, so the column
 * becomes one of numbers rather than round it.
 *
 * @throws {AppError} INVALID for a value that the column cannot hold
 */
export function typeAfter({ name: of, type }: HeldColumn, { how, value }: MissingStep): ColumnType {
  const numeric = type === "number" || type === "integer";
  if (how === "mean" || how === "median") {
    if (!numeric) throw new AppError("INVALID", `${of} holds no numbers; a ${how} needs them.`);
    return "number";
  }
  if (how !== "value") return type;
  if (value === undefined) throw new AppError("INVALID", "Say with which value to fill.");
  if (numeric && typeof value !== "number")
    throw new AppError("INVALID", `${of} holds numbers; fill it with a number.`);
  if (type === "integer" && !Number.isSafeInteger(value)) return "number";
  if (type === "boolean" && value !== "true" && value !== "false")
    throw new AppError("INVALID", `${of} is true or false; fill it with one of them.`);
  if (type === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(String(value)))
    throw new AppError("INVALID", `${of} holds dates; fill it with one such as 2020-01-31.`);
  return type;
}
