import * as z from "zod";
import { changedEach } from "./ops";
import { AppError } from "@/lib/errors";
import { cellsByFormula, changeCells, columnRef, columnsOfType, where, whereField } from "./cells";
import { names } from "./schema";
import { stepKind } from "./step";

const flag = z.literal(true).optional();

const schema = z.strictObject({
  kind: z.literal("clean-text"),
  columns: names,
  trim: flag,
  spaces: flag,
  case: z.enum(["lower", "upper"]).optional(),
  where,
});

/** Takes away spaces that say nothing, and writes letters in one case. */
export const cleanText = stepKind({
  schema,
  title: "Trim and change case",
  group: "Text",
  form: [
    { key: "columns", label: "Columns", as: "columns", types: ["text"] },
    { key: "trim", label: "No white space around", as: "flag" },
    { key: "spaces", label: "One space for several", as: "flag" },
    {
      key: "case",
      label: "Letters",
      as: "choice",
      options: [
        { value: "lower", label: "small" },
        { value: "upper", label: "capital" },
      ],
      empty: "as they are",
    },
    whereField,
  ],
  defaults: () => ({ columns: [], trim: true, spaces: true }),
  onNewRows: "apply",
  sentence: ({ columns, trim, spaces, case: letters }) => {
    const what = [trim ? ["trim"] : [], spaces ? ["single spaces"] : [], letters ? [`${letters} case`] : []];
    return `Clean ${columns.join(", ")}: ${what.flat().join(", ")}`;
  },
  apply: (step, place) => {
    if (!step.trim && !step.spaces && !step.case)
      throw new AppError("INVALID", "Say what to clean: white space, or the case of letters.");
    const cells = columnsOfType(place.columns, step.columns, ["text"]).map((column) =>
      cellsByFormula(column, place, cleaned(columnRef(column), step)),
    );
    return changeCells(place, cells, step);
  },
  ops: (step, { columns }) =>
    changedEach(columnsOfType(columns, step.columns, ["text"]), (ref) => cleaned(ref, step), {
      where: step.where,
    }),
});

function cleaned(ref: string, step: z.output<typeof schema>): string {
  const single = step.spaces ? String.raw`replace_pattern(${ref}, '\s+', ' ')` : ref;
  const trimmed = step.trim ? `trim(${single})` : single;
  return step.case ? `${step.case}(${trimmed})` : trimmed;
}
