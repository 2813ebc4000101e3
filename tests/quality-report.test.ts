import fc from "fast-check";
import { expect, test } from "vitest";
import { findDuplicates } from "@/engine/duplicates";
import { withDuckDb } from "@/engine/duckdb";
import { reportTable } from "@/engine/report";
import { alertsOf } from "@/lib/datasets/report/alerts";
import { reportFile } from "@/lib/datasets/report/html-file";
import type { QualityReport, TableReport } from "@/lib/datasets/report/report";
import type { NamedTable } from "@/lib/datasets/engine";
import { textColumn, type Frame } from "@/lib/frame/frame";
import { hostileTables } from "./fixtures/hostile-tables";
import { stored } from "./recipe-tables";

const about = (table: NamedTable, pairs: [string, string][] | null = null) =>
  reportTable({ table, target: null, pairs }, () => undefined);
const shared = (report: TableReport): QualityReport => ({
  ...report,
  provenance: {
    project: "Hazard",
    dataset: "rows",
    version: 1,
    sha256: "ab".repeat(32),
    bytes: 1_000,
    origin: "upload",
    source: "rows.csv",
    sourceSha256: null,
    simulated: false,
    synthetic: false,
    madeAt: "2026-11-26T10:00:00.000Z",
    madeBy: "Inés",
    reportedAt: "2026-11-26T11:00:00.000Z",
    reportedBy: "Tomasz",
  },
});

/** Places of numbers that JSON has no word for: they would become null in silence. */
function lostIn(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inside]) => lostIn(inside, `${path}/${key}`));
}

test.each(Object.entries(hostileTables))(
  "a report is made of a hostile table, and nothing of it becomes markup: %s",
  async (_, frame) => {
    const table = await stored(frame);
    const report = await about(table);
    expect([report.rows, report.variables.length]).toEqual([frame.rows, frame.columns.length]);
    expect(lostIn(report)).toEqual([]);
    const html = reportFile(shared(report), "");
    const markup = html.match(/<(script|img|iframe|link)|<[^>]* on\w+=|href="javascript:|\[object/gi);
    expect(markup).toBeNull();
    expect(html.match(/<h3>/g)!.length).toBeGreaterThanOrEqual(frame.columns.length);
  },
);

test("rows that repeat another are counted exactly, missing cells and all", async () => {
  const cell = fc.constantFrom<(string | null)[]>(null, "a", "b");
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(rows, async (cells) => {
      const frame: Frame = {
        rows: cells.length,
        columns: [0, 1].map((i) =>
          textColumn(
            `c${i}`,
            cells.map((row) => row[i]!),
            cells.length,
          ),
        ),
      };
      const table = await stored(frame);
      const found = await withDuckDb({ files: [table.file] }, (connection) =>
        findDuplicates(connection, table),
      );
      const counts = new Map<string, number>();
      for (const row of cells) counts.set(JSON.stringify(row), (counts.get(JSON.stringify(row)) ?? 0) + 1);
      const repeated = [...counts].filter(([, count]) => count > 1).sort(([, a], [, b]) => b - a);
      expect([found.groups, found.rows]).toEqual([
        repeated.length,
        repeated.reduce((sum, [, count]) => sum + count - 1, 0),
      ]);
      for (const { row, count, cells: of } of found.examples) {
        expect(counts.get(JSON.stringify(of))).toBe(count);
        expect(cells.findIndex((one) => JSON.stringify(one) === JSON.stringify(of))).toBe(row - 1);
      }
      expect(found.examples.map(({ count }) => count)).toEqual(
        repeated.slice(0, 5).map(([, count]) => count),
      );
    }),
    { numRuns: 25 },
  );
}, 60_000);

/** Six columns of 400 rows, of which some repeat, lack cells, or are told by another. */
async function orderly(): Promise<NamedTable> {
  const rows = 400;
  const number = (name: string, of: (i: number) => number) => ({
    name,
    type: "number" as const,
    values: Float64Array.from({ length: rows }, (_, i) => of(i % 390)),
  });
  return stored({
    rows,
    columns: [
      number("up", (i) => i),
      number("noise", (i) => (i * 7919) % 389),
      number("square", (i) => (i - 100) ** 2),
      number("holes", (i) => (i < 300 ? NaN : i)),
      number("also", (i) => (i < 300 ? NaN : -i)),
      textColumn(
        "kind",
        Array.from({ length: rows }, (_, i) => (i % 390 < 195 ? "low" : "high")),
        rows,
      ),
    ],
  });
}

test("a report tells figures, pairs, missing patterns, duplicates, samples and alerts", async () => {
  const report = await about(await orderly(), [["up", "noise"]]);
  expect(report.types).toEqual({ number: 5, text: 1 });
  expect(report.missingCells).toBe(620);
  expect(report.missing).toMatchObject({ columns: ["holes", "also"], of: 2 });
  expect(report.missing.together!.values).toEqual([
    [1, 1],
    [1, 1],
  ]);
  expect(report.duplicates).toMatchObject({ groups: 10, rows: 10 });
  expect(report.duplicates.examples[0]).toMatchObject({
    row: 1,
    count: 2,
    cells: [0, 0, 10_000, null, null, "low"],
  });
  expect(report.interactions).toMatchObject([{ x: "up", y: "noise", rows: 400 }]);
  expect(report.interactions[0]!.points).toHaveLength(400);
  expect([report.sample.first.length, report.sample.last.length]).toEqual([5, 5]);
  expect(report.sample.last.at(-1)).toEqual([9, (9 * 7919) % 389, 91 ** 2, null, null, "low"]);
  const { kendall, mixed } = report.correlations;
  const at = (matrix: { columns: string[]; values: (number | null)[][] }, a: string, b: string) =>
    matrix.values[matrix.columns.indexOf(a)]![matrix.columns.indexOf(b)]!;
  expect(kendall!.rows).toBe(400);
  expect(at(kendall!, "holes", "also")).toBe(-1);
  expect(at(mixed!, "up", "kind")).toBeGreaterThan(0.85);
  const titles = alertsOf(report).map(({ title }) => title);
  expect(titles).toContain("10 rows repeat another in full");
  expect(titles).toContain("2 columns are missing in more than 50.0 % of rows");

  const html = reportFile(shared(report), ".report { color: red; }");
  for (const id of [
    "overview",
    "alerts",
    "variables",
    "interactions",
    "correlations",
    "missing",
    "duplicates",
  ])
    expect(html.includes(`<section id="${id}"`), id).toBe(true);
  for (const words of ["all 400 rows that have both", "2026-11-26 11:00 UTC by Tomasz", "color: red;"])
    expect(html.includes(words), words).toBe(true);
});

test("a pair that has no numbers is refused by name", async () => {
  await expect(about(await orderly(), [["up", "kind"]])).rejects.toThrow(
    "kind is no column of numbers, dates or truth values.",
  );
});

test("what a wide table is cut to is said", async () => {
  const wide: Frame = {
    rows: 30,
    columns: Array.from({ length: 260 }, (_, c) => ({
      name: `c${c}`,
      type: "number",
      values: Float64Array.from({ length: 30 }, (_v, i) => ((i + 1) * (c + 3) * 7919) % 101),
    })),
  };
  const html = reportFile(shared(await about(await stored(wide))), "");
  for (const sentence of [
    "A matrix holds 200 columns: the first of 258 with numbers, and of 0 with categories.",
    "The first 40 of 200 columns are drawn; the JSON has all.",
  ])
    expect(html.includes(sentence), sentence).toBe(true);
}, 60_000);
