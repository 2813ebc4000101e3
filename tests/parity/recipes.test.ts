import { expect, test } from "vitest";
import type { Step } from "@/lib/datasets/recipe";
import { chanceFrom } from "./chance";
import { compared, inPandas, tableFor, type Case } from "./compare-engines";
import { pandasPython, runScripts } from "./pandas";
import { allKinds, isOpen, nextSteps, randomRecipe } from "./random-recipe";

const python = pandasPython();
if (!python) console.warn("No Python with pandas in .cache: recipes are not compared with it.");
const recipes = 300;

test(
  `${recipes} random recipes of all kinds give the same rows in DuckDB, TypeScript and pandas`,
  { timeout: 300_000 },
  async () => {
    const cases: Case[] = [];
    const differ: string[] = [];
    const times = new Map<Step["kind"], number>(allKinds.map((kind) => [kind, 0]));
    let [byRow, byNewRow] = [0, 0];
    for (let seed = 0; cases.length < recipes; seed++) {
      const table = tableFor(seed);
      const first = allKinds[seed % allKinds.length]!;
      const steps = randomRecipe(chanceFrom(seed * 7_919 + 1), table.columns, first);
      const ended = await compared(steps, table);
      // Only now are the columns known behind a step whose columns rows tell.
      const more =
        ended && isOpen(steps, table.columns) ? nextSteps(chanceFrom(seed), ended.made, table.columns) : [];
      const one = more.length > 0 ? ((await compared([...steps, ...more], table)) ?? ended) : ended;
      if (!one) continue;
      cases.push(one.made);
      differ.push(...one.differ);
      byRow += Number(one.byRow);
      byNewRow += Number(one.byNewRow);
      one.made.steps.forEach(({ kind }) => times.set(kind, times.get(kind)! + 1));
    }
    if (python) {
      const made = runScripts(python, cases);
      cases.forEach((one, i) => differ.push(...inPandas(one, made[i]!)));
    }
    const all = cases.flatMap(({ cells }) => cells.flatMap((row) => Object.values(row)));
    const present = all.filter((cell) => cell !== null).length;
    console.info(
      `${recipes} recipes of ${times.size} kinds, ${byRow} of them row by row, ${byNewRow} for new rows: ` +
        `${all.length} cells, ${present} of them not missing`,
    );
    expect(differ.slice(0, 10)).toEqual([]);
    expect(present).toBeGreaterThan(30_000);
    expect(byRow).toBeGreaterThan(recipes / 10);
    expect(byNewRow).toBeGreaterThan(recipes / 10);
    expect([...times].filter(([, count]) => count < 5)).toEqual([]);
  },
);
