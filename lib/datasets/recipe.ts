import * as z from "zod";
import { AppError } from "@/lib/errors";
import { columnTypes, type ColumnSchema, type ColumnType } from "@/lib/frame/frame";
import { columnsOfFormula, parseFormula, type Expression } from "./formula";

const name = z.string().min(1).max(300);
const names = z.array(name).min(1).max(2_000);
const share = z
  .number()
  .min(0.01, "expected a share of at least 0.01")
  .max(0.9, "expected a share of at most 0.9");
const seed = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** One step of a recipe; what it does to a table is said by its kind and these words alone. */
export const stepSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("select"), columns: names }),
  z.strictObject({ kind: z.literal("drop"), columns: names }),
  z.strictObject({ kind: z.literal("rename"), from: name, to: name }),
  z.strictObject({ kind: z.literal("type"), column: name, type: z.enum(columnTypes) }),
  z.strictObject({ kind: z.literal("filter"), formula: z.string().min(1).max(2_000) }),
  z.strictObject({
    kind: z.literal("missing"),
    columns: names,
    how: z.enum(["drop", "mean", "median", "mode", "value"]),
    value: z.union([z.number(), z.string()]).optional(),
  }),
  z.strictObject({ kind: z.literal("deduplicate"), columns: z.array(name).max(2_000) }),
  z.strictObject({ kind: z.literal("derive"), name, formula: z.string().min(1).max(2_000) }),
  z.strictObject({ kind: z.literal("days-since"), column: name, date: z.iso.date(), name }),
  z.strictObject({
    kind: z.literal("split"),
    how: z.enum(["random", "grouped"]),
    test: share,
    seed,
    stratify: name.optional(),
    group: name.optional(),
  }),
]);
export type Step = z.infer<typeof stepSchema>;
export const stepsSchema = z.array(stepSchema).min(1, "expected at least one step").max(100);

/** The column that a split writes: `train` or `test` a row. */
export const splitColumn = "split";

/**
 * The columns of a table after a step.
 *
 * @throws {AppError} INVALID when the step asks for a column that is not there, or for what its type cannot do
 */
export function columnsAfter(columns: readonly ColumnSchema[], step: Step): ColumnSchema[] {
  const find = (wanted: string) => columns.find((column) => column.name === wanted) ?? missingColumn(wanted);
  const set = (column: ColumnSchema) =>
    columns.some((other) => other.name === column.name)
      ? columns.map((other) => (other.name === column.name ? column : other))
      : [...columns, column];
  switch (step.kind) {
    case "select":
      return step.columns.map(find);
    case "drop":
      step.columns.forEach(find);
      return keepSome(columns.filter((column) => !step.columns.includes(column.name)));
    case "rename":
      find(step.from);
      if (columns.some((column) => column.name === step.to && step.to !== step.from))
        throw new AppError("INVALID", `There is a column ${step.to} already.`);
      return columns.map((column) => (column.name === step.from ? { ...column, name: step.to } : column));
    case "type":
      find(step.column);
      return columns.map((column) => (column.name === step.column ? { ...column, type: step.type } : column));
    case "filter":
      requireType(
        typeOfFormula(parseFormula(step.formula), columns),
        "boolean",
        'A filter is true or false, such as "H" <= 22',
      );
      return [...columns];
    case "missing":
      for (const wanted of step.columns) requireFillable(find(wanted), step);
      return [...columns];
    case "deduplicate":
      step.columns.forEach(find);
      return [...columns];
    case "derive":
      return set({ name: step.name, type: typeOfFormula(parseFormula(step.formula), columns) });
    case "days-since":
      requireType(find(step.column).type, "date", `${step.column} holds no dates`);
      return set({ name: step.name, type: "number" });
    case "split":
      if (step.stratify) find(step.stratify);
      if (step.how === "grouped") find(step.group ?? missingGroup());
      return set({ name: splitColumn, type: "text" });
  }
}

/** The columns after all steps; the error names the step, counted from 1. */
export function columnsAfterAll(columns: readonly ColumnSchema[], steps: readonly Step[]): ColumnSchema[] {
  return steps.reduce<ColumnSchema[]>(
    (before, step, i) => {
      try {
        return columnsAfter(before, step);
      } catch (error) {
        if (error instanceof AppError)
          throw new AppError(error.code, `Step ${i + 1} (${step.kind}): ${error.message}`);
        throw error;
      }
    },
    [...columns],
  );
}

/** The type of a formula's value over a table. */
export function typeOfFormula(tree: Expression, columns: readonly ColumnSchema[]): ColumnType {
  for (const wanted of columnsOfFormula(tree))
    if (!columns.some((column) => column.name === wanted)) missingColumn(wanted);
  switch (tree.op) {
    case "number":
      return "number";
    case "text":
      return "text";
    case "column":
      return columns.find((column) => column.name === tree.name)!.type;
    case "unary":
      return tree.sign === "not" ? "boolean" : "number";
    case "binary":
      return ["+", "-", "*", "/", "^"].includes(tree.sign) ? "number" : "boolean";
    case "call":
      if (tree.name === "is_missing") return "boolean";
      return tree.name === "if" ? typeOfFormula(tree.of[1]!, columns) : "number";
  }
}

function requireFillable(
  { name: column, type }: ColumnSchema,
  { how, value }: Extract<Step, { kind: "missing" }>,
): void {
  if ((how === "mean" || how === "median") && type !== "number" && type !== "integer")
    throw new AppError("INVALID", `${column} holds no numbers; a ${how} needs them.`);
  if (how === "value" && value === undefined) throw new AppError("INVALID", "Say with which value to fill.");
  if (how === "value" && (type === "number" || type === "integer") && typeof value !== "number")
    throw new AppError("INVALID", `${column} holds numbers; fill it with a number.`);
}

function requireType(found: ColumnType, wanted: ColumnType, otherwise: string): void {
  if (found !== wanted) throw new AppError("INVALID", `${otherwise}.`);
}

function keepSome(columns: ColumnSchema[]): ColumnSchema[] {
  if (columns.length === 0) throw new AppError("INVALID", "This would leave no column.");
  return columns;
}

function missingColumn(wanted: string): never {
  throw new AppError("INVALID", `There is no column ${wanted}.`);
}

function missingGroup(): never {
  throw new AppError("INVALID", "A grouped split needs the column that names the group.");
}

/** A step in words, as the list of a recipe shows it. */
export function sentenceOf(step: Step): string {
  switch (step.kind) {
    case "select":
      return `Keep ${step.columns.length} columns`;
    case "drop":
      return `Drop ${step.columns.length === 1 ? step.columns[0] : `${step.columns.length} columns`}`;
    case "rename":
      return `Rename ${step.from} to ${step.to}`;
    case "type":
      return `Read ${step.column} as ${step.type}`;
    case "filter":
      return `Keep rows where ${step.formula}`;
    case "missing":
      return step.how === "drop"
        ? `Drop rows that lack ${step.columns.join(", ")}`
        : `Fill ${step.columns.join(", ")} by ${step.how === "value" ? step.value : step.how}`;
    case "deduplicate":
      return `Drop repeated rows${step.columns.length > 0 ? ` by ${step.columns.join(", ")}` : ""}`;
    case "derive":
      return `${step.name} = ${step.formula}`;
    case "days-since":
      return `${step.name} = days from ${step.column} to ${step.date}`;
    case "split":
      return `Split ${Math.round(step.test * 100)} % for test${step.how === "grouped" ? `, by ${step.group}` : ""}, seed ${step.seed}`;
  }
}
