import { expect, test } from "vitest";
import { parseFormula } from "@/lib/datasets/formula";
import { formulaEvaluator } from "@/lib/datasets/formula-evaluate";
import { isoMicros } from "@/lib/datasets/formulas/calendar";
import { formulaFunctions, type FunctionName } from "@/lib/datasets/formulas/functions";
import type { Value } from "@/lib/datasets/formulas/function";
import type { NamedTable } from "@/lib/datasets/engine";
import { formulasOf, frameOfRows, hostileColumns, hostileRows } from "./formula-cases";
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

const signs = [
  "n0 + n1 * n2 - n0",
  "n0 / n1",
  "1 / (n0 * n0)",
  "n0 ^ n1",
  "-n0 / n1 > n2",
  "d0 - d1",
  "d0 + n1",
  "n1 + d0",
  "d0 - n1 / 7",
  "d0 - '2020-01-31 12:00'",
  "d0 > '1969-12-31T23:59:59.5Z'",
  "t0 < t1",
  "t0 >= t2",
  "b0 < b1",
  "b0 and b1 or not b2",
  "not (b0 or b1) and b2 = b0",
  "n0 = n1 or t0 != t1",
  "n0 in (1, 2, n1)",
  "t0 in ('a', t1)",
  "d0 in ('1970-01-01', d1)",
  "n0 between n1 and n2",
  "t0 between 'a' and t1",
  "b0 and n0 > 1",
];

test.each(signs)("%s gives the same in DuckDB and TypeScript for every row", async (formula) => {
  const { cells } = await after(await hostile(), [{ kind: "derive", name: "z", formula }]);
  const evaluate = formulaEvaluator(parseFormula(formula), hostileColumns);
  const differ = hostileRows
    .map((row, i) => [row, evaluate(row), cells[i]!.z!] as const)
    .filter(([, ours, theirs]) => !alike(ours, theirs))
    .map(([row, ours, theirs]) => `${shownRow(formula, row)}: ${String(ours)}, not ${String(theirs)}`);
  expect(differ.slice(0, 5)).toEqual([]);
});
