import * as z from "zod";
import { AppError } from "@/lib/errors";
import { formulaFunctions } from "../formulas/functions";
import { addColumns, columnByFormula, formulaText } from "./cells";
import { anyNames, cell } from "./schema";
import { findColumn, projection, requireFreeName, stepKind, type HeldColumn, type Place } from "./step";

const schema = z.strictObject({
  kind: z.literal("rename-many"),
  columns: anyNames,
  find: cell,
  by: cell,
  pattern: z.literal(true).optional(),
  style: z.enum(["lower", "upper", "snake"]).optional(),
});
type Step = z.output<typeof schema>;

/** Gives many columns other names by one rule: what is replaced in them, and how they are written. */
export const renameMany = stepKind({
  schema,
  title: "Rename many columns",
  group: "Columns",
  form: [
    { key: "columns", label: "Columns; none means all", as: "columns" },
    { key: "find", label: "Find", as: "text" },
    { key: "by", label: "Replace by", as: "text" },
    { key: "pattern", label: "Find is a pattern; $1 is its first group", as: "flag" },
    {
      key: "style",
      label: "Write names",
      as: "choice",
      options: [
        { value: "lower", label: "in small letters" },
        { value: "upper", label: "in capital letters" },
        { value: "snake", label: "in small letters with underscores" },
      ],
      empty: "as they are",
    },
  ],
  defaults: () => ({ columns: [], find: "", by: "" }),
  onNewRows: "apply",
  sentence: ({ columns, find, by, style }) => {
    const of = columns.length === 0 ? "all columns" : `${columns.length} columns`;
    const what = [
      ...(find === "" ? [] : [`${find} to ${by === "" ? "nothing" : by}`]),
      ...(style ? [style] : []),
    ];
    return `Rename ${of}: ${what.join(", ")}`;
  },
  apply: (step, place) => {
    if (step.find === "" && !step.style) throw new AppError("INVALID", "Say what to replace in the names.");
    if (step.pattern) requirePattern(step, place);
    const after: HeldColumn[] = [];
    for (const [column, name] of namesAfter(step, place.columns)) {
      if (name.trim() === "") throw new AppError("INVALID", `${column.name} would have no name left.`);
      requireFreeName(after, name);
      after.push({ ...column, name });
    }
    return { columns: after, sql: projection(after, place.from), sameRows: true };
  },
  ops: (step, { columns }) => [
    { op: "rename", names: namesAfter(step, columns).map(([column, name]) => [column.name, name]) },
  ],
});

const replacePattern = formulaFunctions.replace_pattern.run as (
  text: string,
  pattern: string,
  by: string,
) => string;

function namesAfter(step: Step, columns: readonly HeldColumn[]): (readonly [HeldColumn, string])[] {
  const wanted = step.columns.length === 0 ? columns : step.columns.map((one) => findColumn(columns, one));
  return columns.map((column) => [
    column,
    wanted.includes(column) ? renamed(column.name, step) : column.name,
  ]);
}

function renamed(name: string, { find, by, pattern, style }: Step): string {
  const replaced =
    find === "" ? name : pattern ? replacePattern(name, find, by) : name.replaceAll(find, () => by);
  if (style === "lower") return replaced.toLowerCase();
  if (style === "upper") return replaced.toUpperCase();
  return style === "snake" ? snake(replaced) : replaced;
}

function snake(name: string): string {
  return name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1_$2")
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase();
}

/** Formulas say what is wrong with a pattern. */
function requirePattern({ find, by }: Step, place: Place): void {
  const source = `replace_pattern('', ${formulaText(find)}, ${formulaText(by)})`;
  addColumns({ ...place, columns: [], freshId: () => "x" }, [columnByFormula("x", place, source)]);
}
