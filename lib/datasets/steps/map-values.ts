import * as z from "zod";
import { added, missingIn, textOfColumn } from "./ops";
import { AppError } from "@/lib/errors";
import { changeCells, where, whereField } from "./cells";
import { textSql } from "./conversion";
import { firstOfType } from "./form";
import { lookupSql } from "./learned";
import { name, pairs } from "./schema";
import { findColumn, literal, stepKind } from "./step";

/** Puts one value in the place of another, by a list; other cells stay, or are missing. */
export const mapValues = stepKind({
  schema: z.strictObject({
    kind: z.literal("map-values"),
    column: name,
    pairs,
    others: z.literal("missing").optional(),
    where,
  }),
  title: "Map values",
  group: "Categories",
  form: [
    { key: "column", label: "Column", as: "column" },
    { key: "pairs", label: "Values", as: "pairs", from: "From", to: "To" },
    { key: "others", label: "Other cells", as: "choice", options: ["missing"], empty: "stay as they are" },
    whereField,
  ],
  defaults: (columns) => ({ column: firstOfType(columns, ["text"]), pairs: [] }),
  onNewRows: "apply",
  sentence: ({ column, pairs: list }) => {
    const [first] = list;
    const more = list.length > 1 ? ` and ${list.length - 1} more` : "";
    return `Map ${column}: ${first![0]} to ${first![1]}${more}`;
  },
  apply: (step, place) => {
    const column = findColumn(place.columns, step.column);
    const twice = step.pairs.find(([from], i) => step.pairs.findIndex(([other]) => other === from) !== i);
    if (twice) throw new AppError("INVALID", `${twice[0]} is mapped twice.`);
    const text = textSql(column);
    const mapped = lookupSql(
      text,
      step.pairs.map(([from, to]) => [from, literal(to)] as const),
    );
    const sql = step.others ? mapped : `coalesce(${mapped}, ${text})`;
    return changeCells(place, [{ column, type: "text", sql }], step);
  },
  ops: (step, { columns }) => {
    const column = findColumn(columns, step.column);
    const [text, none] = [textOfColumn(column), missingIn("text")];
    const others = step.others ? none : text;
    const { where: when } = step;
    return added({
      name: step.column,
      type: "text",
      formula: when === undefined ? text : `if(${when}, ${text}, ${none})`,
      pairs: step.pairs,
      otherwise: when === undefined ? others : `if(${when}, ${others}, ${text})`,
    });
  },
});
