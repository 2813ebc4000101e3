import * as z from "zod";
import { columnText } from "../formula-tokens";
import { added, joinedBy, missingIn, textIn, textOfColumn } from "./ops";
import { addColumns } from "./cells";
import { textSql } from "./conversion";
import { cell, name, names } from "./schema";
import { findColumn, literal, stepKind } from "./step";

/** A new column of the cells of others, one behind the other; missing ones are left out. */
export const joinColumns = stepKind({
  schema: z.strictObject({
    kind: z.literal("join-columns"),
    columns: names,
    separator: cell,
    name,
  }),
  title: "Join columns",
  group: "Text",
  form: [
    { key: "columns", label: "Columns, in their order", as: "columns" },
    { key: "separator", label: "Separator", as: "text" },
    { key: "name", label: "Name of the new column", as: "text" },
  ],
  defaults: () => ({ columns: [], separator: " ", name: "" }),
  onNewRows: "apply",
  sentence: (step) => `${step.name} = ${step.columns.join(", ")} joined`,
  apply: (step, place) => {
    const joined = step.columns.map((one) => findColumn(place.columns, one));
    const some = joined.map(({ id }) => `${id} IS NOT NULL`).join(" OR ");
    const texts = joined.map((column) => textSql(column)).join(", ");
    const sql = `CASE WHEN ${some} THEN concat_ws(${literal(step.separator)}, ${texts}) END`;
    return addColumns(place, [{ name: step.name, type: "text", sql }]);
  },
  ops: ({ columns: joined, separator, name: called }, { columns }) => {
    const some = joinedBy(
      "or",
      joined.map((one) => `not is_missing(${columnText(one)})`),
    );
    const texts = joined.map((one) => {
      const text = textOfColumn(findColumn(columns, one));
      return `coalesce(concat(${textIn(separator)}, ${text}), '')`;
    });
    const begin = Array.from(separator).length + 1;
    const formula = `if(${some}, substring(concat(${texts.join(", ")}), ${begin}), ${missingIn("text")})`;
    return added({ name: called, type: "text", formula });
  },
});
