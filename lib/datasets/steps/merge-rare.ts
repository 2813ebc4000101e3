import * as z from "zod";
import { columnText } from "../formula-tokens";
import { added, lookedUp, textIn } from "./ops";
import { changeCells, columnsOfType } from "./cells";
import { countedCells, fitSql, textsLearned, trainingRows } from "./learned";
import { cell, names } from "./schema";
import { literal, stepKind, type HeldColumn } from "./step";

/** Puts one value in the place of all that few training rows have; values that none has are rare as well. */
export const mergeRare = stepKind({
  schema: z.strictObject({
    kind: z.literal("merge-rare"),
    columns: names,
    least: z.number().int("expected a whole number").min(1).max(1_000_000_000),
    into: cell,
  }),
  title: "Merge rare values",
  group: "Categories",
  form: [
    { key: "columns", label: "Columns", as: "columns", types: ["text"] },
    { key: "least", label: "Rows that a value needs", as: "number", step: 1, least: 1 },
    { key: "into", label: "Others become", as: "text" },
  ],
  defaults: () => ({ columns: [], least: 10, into: "other" }),
  onNewRows: "apply",
  learns: () => true,
  sentence: ({ columns, least, into }) =>
    `Values of ${columns.join(", ")} with fewer than ${least} rows become ${into}`,
  apply: (step, place) => {
    const columns = columnsOfType(place.columns, step.columns, ["text"]);
    const rare = ({ id }: HeldColumn, kept: readonly string[]) =>
      `(${id} IS NOT NULL AND NOT list_contains([${kept.map(literal).join(", ")}]::VARCHAR[], ${id}))`;
    const learned = columns.map((column) => ({
      column,
      where: rare(column, textsLearned(place, column, "category") ?? []),
    }));
    const cells = learned.map(({ column, where }) => ({
      column,
      sql: `CASE WHEN ${where} THEN ${literal(step.into)} ELSE ${column.id} END`,
    }));
    return {
      ...changeCells(place, cells),
      ...(place.fitted ? { check: countedCells(place.from, learned, `became ${step.into}`) } : {}),
      fit: fitSql(
        columns,
        ({ id }) => `SELECT CASE WHEN sum(n) > 0
            THEN to_json(coalesce(list(v ORDER BY v) FILTER (WHERE n >= ${step.least}), [])) END
          FROM (SELECT ${id} AS v, count(*) AS n FROM ${trainingRows(place)}
            WHERE ${id} IS NOT NULL GROUP BY ${id})`,
      ),
    };
  },
  ops: (step, place) => {
    const cells = columnsOfType(place.columns, step.columns, ["text"]).map((column) => {
      const kept = textsLearned(place, column, "category")!.map((one) => [one, one] as const);
      const ref = columnText(column.name);
      const otherwise = `if(is_missing(${ref}), ${ref}, ${textIn(step.into)})`;
      return { name: column.name, type: column.type, ...lookedUp(column, kept, otherwise) };
    });
    return added(...cells);
  },
});
