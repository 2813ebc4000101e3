import { angleFunctions } from "./angles";
import { dateFunctions } from "./date";
import type { FormulaFunction } from "./function";
import { logicFunctions } from "./logic";
import { mathFunctions } from "./math";
import { nullFunctions } from "./null";
import { patternFunctions } from "./regex";
import { textFunctions } from "./text";

const all = {
  ...mathFunctions,
  ...angleFunctions,
  ...textFunctions,
  ...patternFunctions,
  ...dateFunctions,
  ...nullFunctions,
  ...logicFunctions,
};
export type FunctionName = keyof typeof all;

/** Every function of formulas by its name. */
export const formulaFunctions: Readonly<Record<FunctionName, FormulaFunction>> = all;

/** Whether there is a function of that name. */
export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(formulaFunctions, name);
}

/** How a function is called, such as `round(x, [digits])`. */
export function signatureOf(name: FunctionName): string {
  const { params, optional = 0, rest } = formulaFunctions[name];
  const words = params.map((param, i) => (i < params.length - optional ? param.name : `[${param.name}]`));
  return `${name}(${[...words, ...(rest ? ["…"] : [])].join(", ")})`;
}
