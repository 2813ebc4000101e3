import { expect, test } from "vitest";
import { parseFormula } from "@/lib/datasets/formula";
import { formulaEvaluator } from "@/lib/datasets/formula-evaluate";
import { typeOfFormula } from "@/lib/datasets/formula-type";
import { formulaFunctions, type FunctionName } from "@/lib/datasets/formulas/functions";
import { recipePandas } from "@/lib/datasets/export/recipe-pandas";
import type { Step } from "@/lib/datasets/recipe";
import { formulasOf, frameOfRows, hostileColumns, hostileRows, signs } from "../formula-cases";
import { stored } from "../recipe-tables";
import { alikeInPandas } from "./alike";
import { pandasPython, runScripts } from "./pandas";

const python = pandasPython();
if (!python) console.warn("No Python with pandas in .cache: formulas are not compared with it.");

test.skipIf(!python)("every function and sign gives the same in pandas as in the product", async () => {
  const names = Object.keys(formulaFunctions) as FunctionName[];
  const groups = [...names.map(formulasOf), signs];
  const table = await stored(frameOfRows(hostileRows, hostileColumns));
  const scripts = groups.map((formulas) => {
    const steps = formulas.map((formula, i): Step => ({ kind: "derive", name: `z${i}`, formula }));
    const after = [
      ...hostileColumns,
      ...formulas.map((formula, i) => ({
        name: `z${i}`,
        type: typeOfFormula(parseFormula(formula), hostileColumns),
      })),
    ];
    const recipe = { title: "a test", columns: hostileColumns, after, steps, fitted: [] };
    return { source: recipePandas(recipe), file: table.file };
  });
  const made = runScripts(python!, scripts);
  const differ = groups.flatMap((formulas, group) => {
    const answer = made[group]!;
    if ("error" in answer) return [`${formulas[0]}: ${answer.error.split("\n").slice(-4).join(" | ")}`];
    return formulas.flatMap((formula, i) => {
      const evaluate = formulaEvaluator(parseFormula(formula), hostileColumns);
      const cells = answer.cells[answer.columns.indexOf(`z${i}`)]!;
      return hostileRows
        .map((row, at) => [evaluate(row), cells[at]!, row] as const)
        .filter(([ours, theirs]) => !alikeInPandas(ours, theirs))
        .slice(0, 2)
        .map(([ours, theirs, row]) => {
          const args = [...row].filter(([name]) => formula.includes(name));
          const shown = args.map(([name, value]) => `${name}=${String(value)}`).join(" ");
          return `${formula} of ${shown}: ${String(ours)}, not ${String(theirs)} in pandas`;
        });
    });
  });
  expect(differ).toEqual([]);
});
