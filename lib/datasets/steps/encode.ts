import * as z from "zod";
import { columnText } from "../formula-tokens";
import { added, lookedUp, missingIn, valueIn } from "./ops";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { addColumns, changeCells } from "./cells";
import { countedCells, fitSql, isValue, lookupOfColumn, textsLearned, trainingRows } from "./learned";
import { names } from "./schema";
import {
  findColumn,
  literal,
  projection,
  requireFreeName,
  stepKind,
  type HeldColumn,
  type OpCell,
  type Outcome,
  type Place,
} from "./step";

const schema = z.strictObject({
  kind: z.literal("encode"),
  columns: names,
  how: z.enum(["one-hot", "ordinal"]),
  keep: z.literal(true).optional(),
});
const mostValues = { "one-hot": 200, ordinal: 10_000 } as const;

/**
 * Categories as numbers: a column of 0 and 1 for each value, or each value's place in their order. Values are
 * those of the training rows; others are said, and have no column and no number.
 */
export const encode = stepKind({
  schema,
  title: "Encode categories",
  group: "Categories",
  form: [
    { key: "columns", label: "Columns", as: "columns", types: ["text", "boolean", "integer"] },
    {
      key: "how",
      label: "As",
      as: "choice",
      options: [
        { value: "one-hot", label: "a column of 0 and 1 for each value" },
        { value: "ordinal", label: "numbers in the order of values" },
      ],
    },
    { key: "keep", label: "Keep the column as well", as: "flag", when: { key: "how", is: ["one-hot"] } },
  ],
  defaults: () => ({ columns: [], how: "one-hot" }),
  onNewRows: "apply",
  learns: () => true,
  sentence: ({ columns, how }) => `Encode ${columns.join(", ")} (${how})`,
  apply: (step, place) => {
    const columns = [...new Set(step.columns)].map((one) => findColumn(place.columns, one));
    const fit = fitSql(columns, ({ id }) => valuesSql(id, trainingRows(place)));
    if (!place.fitted && step.how === "one-hot")
      return { columns: [...place.columns], sql: projection(place.columns, place.from), fit, open: true };
    const learned = columns.map((column) => ({ column, values: valuesOf(place, column, step.how) }));
    const news = learned.map(({ column, values }) => ({ column, where: isNew(column, values) }));
    const check = countedCells(place.from, news, "have a value that no training row has");
    const made =
      step.how === "ordinal"
        ? changeCells(place, learned.map(ordinal))
        : step.keep
          ? oneHot(place, learned)
          : withoutColumns(columns, oneHot(place, learned));
    return { ...made, fit, ...(place.fitted ? { check } : {}) };
  },
  ops: (step, place) => {
    const columns = [...new Set(step.columns)].map((one) => findColumn(place.columns, one));
    const learned = columns.map((column) => ({ column, values: valuesOf(place, column, step.how) }));
    if (step.how === "ordinal") return added(...learned.map(ordinalCell));
    const names = place.columns.map(({ name }) => name);
    const kept = step.keep ? names : names.filter((name) => !columns.some((one) => one.name === name));
    const cells = learned.flatMap(oneHotCells);
    return [...added(...cells), { op: "pick", names: [...kept, ...cells.map(({ name }) => name)] }];
  },
});

type Learned = { column: HeldColumn; values: readonly string[] };

function ordinalCell({ column, values }: Learned): OpCell {
  const pairs = values.map((value, i) => [value, i] as const);
  return { name: column.name, type: "integer", ...lookedUp(column, pairs, missingIn("number")) };
}

function oneHotCells({ column, values }: Learned): OpCell[] {
  return values.map((value) => ({
    name: `${column.name} ${value}`,
    type: "integer",
    formula: `if(${columnText(column.name)} = ${valueIn(value, column.type)}, 1, 0)`,
  }));
}

/** The values of a column in their order, as JSON; missing where there are none. */
function valuesSql(id: string, rows: string): string {
  return `SELECT CASE WHEN count(*) > 0 THEN to_json(list(CAST(v AS VARCHAR) ORDER BY v)) END
    FROM (SELECT DISTINCT ${id} AS v FROM ${rows} WHERE ${id} IS NOT NULL)`;
}

function valuesOf(place: Pick<Place, "fitted">, column: HeldColumn, how: "one-hot" | "ordinal"): string[] {
  const values = textsLearned(place, column, "category") ?? [];
  const most = mostValues[how];
  if (values.length > most)
    throw new AppError(
      "INVALID",
      `${column.name} has ${integer(values.length)} values, at most ${integer(most)} can be encoded: ` +
        "merge rare ones first.",
    );
  return values;
}

function isNew({ id, type }: HeldColumn, values: readonly string[]): string {
  const list = values.map(literal).join(", ");
  const cells = type === "number" ? "DOUBLE" : "VARCHAR";
  return `${id} IS NOT NULL AND NOT list_contains([${list}]::${cells}[], CAST(${id} AS ${cells}))`;
}

function ordinal({ column, values }: Learned) {
  const pairs = values.map((value, i) => [value, String(i)] as const);
  return { column, type: "integer" as const, sql: lookupOfColumn(column, pairs) };
}

function oneHot(place: Place, learned: readonly Learned[]): Outcome {
  const added = learned.flatMap(({ column, values }) =>
    values.map((value) => ({
      name: `${column.name} ${value}`,
      type: "integer" as const,
      sql: `CAST(coalesce(${isValue(column, value)}, false) AS BIGINT)`,
    })),
  );
  const taken = [...place.columns];
  for (const one of added) {
    requireFreeName(taken, one.name);
    taken.push({ ...one, id: "" });
  }
  return addColumns(place, added);
}

function withoutColumns(gone: readonly HeldColumn[], outcome: Outcome): Outcome {
  const columns = outcome.columns.filter(({ id }) => !gone.some((one) => one.id === id));
  if (columns.length === 0) throw new AppError("INVALID", "This would leave no column.");
  return { ...outcome, columns, sql: projection(columns, `(${outcome.sql})`) };
}
