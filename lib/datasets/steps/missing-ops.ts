import { AppError } from "@/lib/errors";
import { columnText } from "../formula-tokens";
import { learnedOf } from "./learned";
import { typeAfter, type Learned, type MissingStep } from "./missing-type";
import { changed, pythonText, valueIn } from "./ops";
import { findColumn, type HeldColumn, type OpsPlace, type RecipeOp } from "./step";

/** What a step that drops rows or fills cells does, for other engines. */
export function missingOps(step: MissingStep, place: OpsPlace): RecipeOp[] {
  const columns = [...new Set(step.columns)].map((one) => findColumn(place.columns, one));
  if (step.how === "drop") {
    const present = columns.map(({ name }) => `not is_missing(${columnText(name)})`);
    return [{ op: "keep", formula: present.join(" and ") }];
  }
  if (step.how === "forward") return [forward(step, columns)];
  return columns.map((column) => {
    const type = typeAfter(column, step);
    const old = columnText(column.name);
    const formula =
      step.how === "value"
        ? `coalesce(${old}, ${valueIn(step.value!, type)})`
        : learnedFormula(column, step, place);
    return changed(column, formula, { type, where: step.where });
  });
}

function forward(step: MissingStep, columns: readonly HeldColumn[]): RecipeOp {
  if (step.where !== undefined)
    throw new AppError("INVALID", "filling by the row before where a condition holds is shown as SQL alone.");
  const from = step.by === undefined ? "df" : `df.groupby(${pythonText(step.by)}, dropna=False, sort=False)`;
  const lines = columns.map(({ name }) => `df[${pythonText(name)}] = ${from}[${pythonText(name)}].ffill()`);
  return { op: "python", lines };
}

function learnedFormula(column: HeldColumn, step: MissingStep, place: OpsPlace): string {
  const learned = learnedOf(place, column, step.how);
  if (learned === null) throw new AppError("INVALID", "it has learned nothing yet: save the version first.");
  const type = typeAfter(column, step);
  const old = columnText(column.name);
  if (step.by === undefined) return `coalesce(${old}, ${valueIn(learned, type)})`;
  const by = findColumn(place.columns, step.by);
  const { all, groups } = JSON.parse(learned) as Learned;
  const pairs = groups.map(
    ([group, value]) => `${columnText(by.name)} = ${valueIn(group, by.type)}, ${valueIn(value, type)}`,
  );
  // The column comes first, so that texts behind it are read as what it holds.
  return `case(${[`not is_missing(${old}), ${old}`, ...pairs, valueIn(all, type)].join(", ")})`;
}
