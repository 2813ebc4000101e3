import { counted, integer } from "@/lib/format";
import type { StepEffects } from "./engine";

/** What a step does, in a few words each: rows, cells and columns; one sentence where it does nothing. */
export function effectWords(effects: StepEffects): string[] {
  const { rowsIn, rowsOut, changed, failed, missing, added, dropped } = effects;
  const words = [
    ...(rowsIn === rowsOut ? [] : [`${integer(rowsIn)} → ${counted(rowsOut, "row")}`]),
    ...(changed > 0 ? [`${counted(changed, "cell")} changed`] : []),
    ...(failed > 0 ? [`${counted(failed, "cell")} failed`] : []),
    ...(missing > 0 ? [`${counted(missing, "cell")} newly missing`] : []),
    ...(added.length > 0 ? [`new ${namesOf(added)}`] : []),
    ...(dropped.length > 0 ? [`without ${namesOf(dropped)}`] : []),
  ];
  return words.length > 0 ? words : ["no cell changed"];
}

function namesOf(names: readonly string[]): string {
  const [first, second, ...others] = names;
  const shown = second === undefined ? first! : `${first}, ${second}`;
  return others.length > 0 ? `${shown} and ${others.length} more` : shown;
}
