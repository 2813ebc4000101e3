import type { ColumnSchema } from "@/lib/frame/frame";
import type { JoinStep } from "./join-step";
import { keysOf, takenOf } from "./join-plan";
import { pythonText } from "./ops";
import { secondTable } from "./second-table";
import { tableWords } from "./table-ref";
import type { HeldColumn, OpsPlace, RecipeOp } from "./step";

/** A join in Python; `tables` are the second tables of the script. */
export function joinOp(step: JoinStep, place: OpsPlace): RecipeOp[] {
  const second = secondTable(place, step.table);
  const keys = keysOf(step, place.columns, second);
  const pairs = keys.map(({ here, there }) => `(${pythonText(here.name)}, ${pythonText(there.name)})`);
  const call = (here: string, there: string) =>
    `df = join_tables(df, tables[${pythonText(tableWords(step.table))}], "${step.how}", ` +
    `[${pairs.join(", ")}], ${here}, ${there})`;
  if (step.how === "semi" || step.how === "anti") return [{ op: "python", lines: [call("[]", "[]")] }];
  const { columns, taken } = takenOf(step, place.columns, { second, keys });
  const here = columnsBeside(place.columns, columns);
  const there = columnsBeside(
    taken.map(({ id }) => second.columns.find((column) => column.id === id)!),
    taken,
  );
  return [{ op: "python", lines: [call(here, there)], after: columns }];
}

/** Columns of a table with what they become: name, name after, type. */
function columnsBeside(before: readonly HeldColumn[], after: readonly ColumnSchema[]): string {
  const each = before.map(({ name }, i) => {
    const { name: then, type } = after[i]!;
    return `(${pythonText(name)}, ${pythonText(then)}, "${type}")`;
  });
  return `[${each.join(", ")}]`;
}
