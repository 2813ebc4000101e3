import * as z from "zod";
import { changedEach } from "./ops";
import {
  cellsByFormula,
  changeCells,
  columnRef,
  columnsOfType,
  otherwise,
  otherwiseField,
  where,
  whereField,
} from "./cells";
import { numeric } from "./form";
import { names } from "./schema";
import { stepKind } from "./step";

const bases = ["log", "log10", "log2", "log1p"] as const;

/** Numbers by their logarithm; of what has none, there is nothing. */
export const log = stepKind({
  schema: z.strictObject({
    kind: z.literal("log"),
    columns: names,
    base: z.enum(bases),
    otherwise,
    where,
  }),
  title: "Logarithm",
  group: "Numbers",
  form: [
    { key: "columns", label: "Columns", as: "columns", types: numeric },
    {
      key: "base",
      label: "Logarithm",
      as: "choice",
      options: [
        { value: "log", label: "natural" },
        { value: "log10", label: "to base 10" },
        { value: "log2", label: "to base 2" },
        { value: "log1p", label: "natural, of 1 + x" },
      ],
    },
    otherwiseField,
    whereField,
  ],
  defaults: () => ({ columns: [], base: "log" }),
  onNewRows: "apply",
  sentence: ({ columns, base }) => `${base} of ${columns.join(", ")}`,
  apply: (step, place) => {
    const cells = columnsOfType(place.columns, step.columns, numeric).map((column) =>
      cellsByFormula(column, place, `${step.base}(${columnRef(column)})`),
    );
    return changeCells(place, cells, { ...step, reads: "what has a logarithm" });
  },
  ops: ({ columns: named, base, where: when }, { columns }) =>
    changedEach(columnsOfType(columns, named, numeric), (ref) => `${base}(${ref})`, {
      type: "number",
      where: when,
    }),
});
