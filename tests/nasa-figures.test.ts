import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cramersV, pearson, pearsonMatrix } from "@/lib/stats/correlation";
import { describe } from "@/lib/stats/describe";
import { argsort, midRanks } from "@/lib/stats/sort";
import { nasaFile } from "./data";

type Figures = {
  count: number;
  distinct: number;
  min: number;
  max: number;
  mean: number;
  sd: number;
  quartiles: number[];
  skewness: number;
  kurtosis: number;
  target: number;
};
const known = JSON.parse(readFileSync("tests/fixtures/nasa-figures.json", "utf8")) as {
  columns: string[];
  figures: Record<string, Figures>;
  pearson: number[][];
  spearman: number[][];
  cramersV: number;
};

/** The real file by the plainest of readers: it has no quotes. */
function columnsOf(file: string): Map<string, Float64Array> {
  const [head, ...lines] = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return new Map(
    head!.map((name, i) => [
      name.trim(),
      Float64Array.from(lines, (line) =>
        line[i]!.trim() === "True" ? 1 : line[i]!.trim() === "False" ? 0 : Number(line[i]),
      ),
    ]),
  );
}

const close = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(
    1e-10 * Math.max(1, Math.abs(expected)),
  );

test.skipIf(!nasaFile)("figures of the real file equal numpy's and scipy's to 1e-10", () => {
  const columns = columnsOf(nasaFile!);
  const hazardous = columns.get("Hazardous")!;
  for (const name of known.columns) {
    const values = columns.get(name)!;
    const figures = describe(values, argsort(values));
    const expected = known.figures[name]!;
    expect([figures.count, figures.distinct]).toEqual([expected.count, expected.distinct]);
    for (const key of ["min", "max", "mean", "sd", "skewness", "kurtosis"] as const)
      close(figures[key]!, expected[key]);
    figures.quartiles!.forEach((value, i) => close(value, expected.quartiles[i]!));
    close(pearson(values, hazardous), expected.target);
  }
});

test.skipIf(!nasaFile)("correlations of the real file equal numpy's and scipy's to 1e-10", () => {
  const columns = columnsOf(nasaFile!);
  const values = known.columns.map((name) => columns.get(name)!);
  const pearsons = pearsonMatrix(values);
  const spearmans = pearsonMatrix(values.map((column) => midRanks(column, argsort(column))));
  const k = values.length;
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) {
      close(pearsons[a * k + b]!, known.pearson[a]![b]!);
      close(spearmans[a * k + b]!, known.spearman[a]![b]!);
    }
  }
  close(cramersV(columns.get("Orbit Uncertainity")!, columns.get("Hazardous")!), known.cramersV);
});
