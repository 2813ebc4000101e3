import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { planSynthetic, writeSynthetic } from "@/engine/synthetic";
import { readRows } from "@/engine/query";
import type { NamedTable } from "@/lib/datasets/engine";
import { freeName } from "@/lib/datasets/free-name";
import type { ToSynthesise } from "@/lib/datasets/synthetic/request";
import { AppError } from "@/lib/errors";
import { rowsOf } from "@/lib/frame/frame";
import { hostileTables } from "./fixtures/hostile-tables";
import { file, frameOf, stored } from "./recipe-tables";

const asked = (rows: number, more: Partial<ToSynthesise> = {}): ToSynthesise => ({
  ...{ seed: 7, rows, byClass: null, mark: null, leftOut: [], roles: [] },
  ...more,
});

/** Rows made of a table, and where they lie; null where our own words say why there are none. */
async function made(table: NamedTable, what: ToSynthesise) {
  const out = file();
  try {
    const { synthesis, columns, rows } = await writeSynthetic({ table, asked: what, out }, () => undefined);
    const written = { name: "rows", file: out, columns, rows, masked: [] };
    const frame = await readRows({ table: written, offset: 0, limit: rows });
    return { synthesis, columns, rows: rowsOf(frame), out };
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return null;
  }
}

test.each(Object.entries(hostileTables))(
  "%s: synthetic rows have its columns, and stand after rows that are as they were",
  async (_, frame) => {
    const table = await stored(frame);
    const plan = await planSynthetic({ table, asked: asked(1), byClass: null });
    expect(plan.columns.map(({ column }) => column)).toEqual(table.columns.map(({ name }) => name));
    const mark = freeName("synthetic", table.columns);
    const appended = await made(table, asked(12, { mark }));
    if (!appended) return;
    expect(appended.columns).toEqual([...table.columns, { name: mark, type: "boolean" }]);
    const before = rowsOf(frame).map((row) => ({ ...row, [mark]: false }));
    expect(appended.rows.slice(0, frame.rows)).toEqual(before);
    expect(appended.rows.slice(frame.rows).every((row) => row[mark] === true)).toBe(true);
    const alone = await made(table, asked(12));
    const after = appended.rows.slice(frame.rows).map(({ [mark]: _mark, ...row }) => row);
    expect(alone?.rows).toEqual(after);
  },
);

test("the same table and seed give the same bytes", async () => {
  const numbers = Array.from({ length: 60 }, (_, i) => Math.sin(i) * 100);
  const table = await stored(frameOf({ size: numbers, row: numbers.map((value) => value ** 2) }));
  const hash = async () => {
    const { out } = (await made(table, asked(50)))!;
    return createHash("sha256").update(readFileSync(out)).digest("hex");
  };
  expect(await hash()).toBe(await hash());
});
