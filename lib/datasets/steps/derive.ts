import * as z from "zod";
import { added } from "./ops";
import { parseFormula } from "../formula";
import { formulaSql } from "../formula-sql";
import { typeOfFormula } from "../formula-type";
import { formula, name } from "./schema";
import { projection, stepKind, withColumn } from "./step";

/** A column by formula, at the end or in place of the one of its name. */
export const derive = stepKind({
  schema: z.strictObject({ kind: z.literal("derive"), name, formula }),
  title: "New column by formula",
  group: "Columns",
  form: [
    { key: "name", label: "Name", as: "text" },
    {
      key: "formula",
      label: "Formula",
      hint: 'For instance log("Minimum Orbit Intersection")',
      as: "formula",
    },
  ],
  defaults: () => ({ name: "", formula: "" }),
  onNewRows: "apply",
  sentence: (step) => `${step.name} = ${step.formula}`,
  apply: (step, place) => {
    const tree = parseFormula(step.formula);
    const { columns, id } = withColumn(place, { name: step.name, type: typeOfFormula(tree, place.columns) });
    return {
      columns,
      sql: projection(columns, place.from, new Map([[id, formulaSql(tree, place.columns)]])),
    };
  },
  ops: (step, { columns }) => {
    const type = typeOfFormula(parseFormula(step.formula), columns);
    return added({ name: step.name, type, formula: step.formula });
  },
});
