import { expect, test } from "vitest";
import { parseFormula } from "@/lib/datasets/formula";
import { formulaEvaluator } from "@/lib/datasets/formula-evaluate";
import { isoMicros } from "@/lib/datasets/formulas/calendar";
import { formulaFunctions, type FunctionName } from "@/lib/datasets/formulas/functions";
import type { Value } from "@/lib/datasets/formulas/function";
import type { NamedTable } from "@/lib/datasets/engine";
import { formulasOf, frameOfRows, hostileColumns, hostileRows, signs } from "./formula-cases";
import { alike } from "./formula-values";
import { after, stored } from "./recipe-tables";

const names = Object.keys(formulaFunctions) as FunctionName[];
let table: NamedTable | undefined;
const hostile = async () => (table ??= await stored(frameOfRows(hostileRows, hostileColumns)));

test.each(names)("the example of %s gives what it says, in both engines", async (name) => {
  const [formula, gives] = formulaFunctions[name].example;
  const value = formulaEvaluator(parseFormula(formula), [])(new Map());
  expect(typeof value === "bigint" ? isoMicros(value).slice(0, 10) : value).toEqual(gives);
  const { cells } = await after(await stored(frameOfRows([new Map([["n0", 1]])], [hostileColumns[0]!])), [
    { kind: "derive", name: "z", formula },
  ]);
  const shown = cells[0]!.z;
  expect(typeof value === "bigint" ? String(shown).slice(0, 10) : shown).toEqual(gives);
});

test.each(names)("%s gives the same in DuckDB and TypeScript for every cell", async (name) => {
  const formulas = formulasOf(name);
  const { cells } = await after(
    await hostile(),
    formulas.map((formula, i) => ({ kind: "derive" as const, name: `z${i}`, formula })),
  );
  const differ: string[] = [];
  formulas.forEach((formula, i) => {
    const evaluate = formulaEvaluator(parseFormula(formula), hostileColumns);
    hostileRows.forEach((row, at) => {
      const [ours, theirs] = [evaluate(row), cells[at]![`z${i}`]!];
      if (!alike(ours, theirs))
        differ.push(`${formula} of ${shownRow(formula, row)}: ${String(ours)}, not ${theirs}`);
    });
  });
  expect(differ.slice(0, 5)).toEqual([]);
});

function shownRow(formula: string, row: ReadonlyMap<string, Value>): string {
  return [...row]
    .filter(([of]) => formula.includes(of))
    .map(([of, value]) => `${of}=${String(value)}`)
    .join(" ");
}

test.each(signs)("%s gives the same in DuckDB and TypeScript for every row", async (formula) => {
  const { cells } = await after(await hostile(), [{ kind: "derive", name: "z", formula }]);
  const evaluate = formulaEvaluator(parseFormula(formula), hostileColumns);
  const differ = hostileRows
    .map((row, i) => [row, evaluate(row), cells[i]!.z!] as const)
    .filter(([, ours, theirs]) => !alike(ours, theirs))
    .map(([row, ours, theirs]) => `${shownRow(formula, row)}: ${String(ours)}, not ${String(theirs)}`);
  expect(differ.slice(0, 5)).toEqual([]);
});
