import { AppError } from "@/lib/errors";
import { columnText } from "../formula-tokens";
import { freeName } from "../free-name";
import { learnedOf } from "./learned";
import { typeAfter, type Learned, type MissingStep } from "./missing-type";
import { changed, joinedBy, lookedUp, missingIn, pythonName, pythonText, valueFrom, valueIn } from "./ops";
import { findColumn, type HeldColumn, type OpCell, type OpsPlace, type RecipeOp } from "./step";

/** What a step that drops rows or fills cells does, for other engines. */
export function missingOps(step: MissingStep, place: OpsPlace): RecipeOp[] {
  const columns = [...new Set(step.columns)].map((one) => findColumn(place.columns, one));
  if (step.how === "drop") {
    const present = columns.map(({ name }) => `not is_missing(${columnText(name)})`);
    return [{ op: "keep", formula: joinedBy("and", present) }];
  }
  if (step.how === "forward") return forward(step, columns, place.columns);
  const cells = columns.map((column) => {
    const type = typeAfter(column, step);
    const old = columnText(column.name);
    if (step.how !== "value") return learnedCell(column, step, place);
    return changed(column, `coalesce(${old}, ${valueIn(step.value!, type)})`, { type, where: step.where });
  });
  return [{ op: "put", cells }];
}

/** Filled cells are columns of their own first, so that none of them reads what another has become. */
function forward(step: MissingStep, columns: readonly HeldColumn[], all: readonly HeldColumn[]): RecipeOp[] {
  const filled = columns.map((column) => ({ ...column, name: freeName(`${column.name} filled`, all) }));
  const values = columns.map(({ name, type }) => {
    const made = `fill_forward(df, ${pythonText(name)}, ${pythonName(step.by)})`;
    return `column(${made}, "${type}", df.index)`;
  });
  const cells = filled.map(({ name }, i) => `${pythonText(name)}: ${values[i]}`);
  const lines = [`df = put(df, {${cells.join(", ")}})`];
  return [
    { op: "python", lines, after: [...all, ...filled] },
    {
      op: "put",
      cells: columns.map((column, i) => changed(column, columnText(filled[i]!.name), { where: step.where })),
    },
    { op: "pick", names: all.map(({ name }) => name) },
  ];
}

function learnedCell(column: HeldColumn, step: MissingStep, place: OpsPlace): OpCell {
  const learned = learnedOf(place, column, step.how);
  if (learned === null) throw new AppError("INVALID", "it has learned nothing yet: save the version first.");
  const type = typeAfter(column, step);
  const old = columnText(column.name);
  const { where } = step;
  if (step.by === undefined)
    return changed(column, `coalesce(${old}, ${valueIn(learned, type)})`, { type, where });
  const by = findColumn(place.columns, step.by);
  const { all, groups } = JSON.parse(learned) as Learned;
  const pairs = groups.map(([group, value]) => [group, valueFrom(value, type)] as const);
  const look = lookedUp(by, pairs, `coalesce(${old}, ${valueIn(all, type)})`);
  // Only cells that lack a value look one up: elsewhere there is no key.
  const lacks = `is_missing(${old})${where === undefined ? "" : ` and (${where})`}`;
  const otherwise = where === undefined ? look.otherwise! : `if(${where}, ${look.otherwise}, ${old})`;
  return {
    name: column.name,
    type,
    ...look,
    formula: `if(${lacks}, ${look.formula}, ${missingIn(by.type)})`,
    otherwise,
  };
}
