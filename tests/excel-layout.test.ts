import { expect, test } from "vitest";
import type { XlsxOptions } from "@/lib/datasets/import-options";
import { byteImporter } from "./import-bytes";
import { xlsxOf } from "./xlsx-writer";

const { imported } = byteImporter();
type Rows = NonNullable<Parameters<typeof xlsxOf>[0][number]["rows"]>;
const read = (rows: Rows, options: Omit<XlsxOptions, "format"> = {}) =>
  imported("a.xlsx", xlsxOf([{ name: "A", rows }]), { format: "xlsx", ...options });
const long = Array.from({ length: 90 }, (_, i) => [i + 1, i / 2]);

test("a row of units is asked about, and names the unit of each column when it is one", async () => {
  const rows: Rows = [
    ["id", "diameter"],
    [null, "km"],
    [1, 2.5],
    [2, 3.5],
  ];
  const open = await read(rows);
  expect(open.types).toEqual(["integer", "text"]);
  expect(open.questions.map(({ about, choices }) => [about, choices.map(({ set }) => set)])).toEqual([
    ["second line", [{ unitsRow: true }, { headerLines: 2 }, { unitsRow: false }]],
  ]);
  const told = await read(rows, { unitsRow: true });
  expect(told.rows).toEqual([
    { id: 1, diameter: 2.5 },
    { id: 2, diameter: 3.5 },
  ]);
  expect(told.notes.get("diameter")?.unit).toBe("km");
  expect(told.questions).toEqual([]);
});

test("totals at the end of a sheet are asked about, and left out and said when they are none", async () => {
  for (const data of [long.slice(0, 3), long]) {
    const rows: Rows = [["id", "x"], ...data, ["Total", 99], ["Media", 1]];
    const open = await read(rows);
    expect(open.types[0]).toBe("text");
    expect(open.questions).toMatchObject([{ about: "footer", choices: [{ set: { footerLines: 2 } }, {}] }]);
    const told = await read(rows, { footerLines: 2 });
    expect([told.types[0], told.count]).toEqual(["integer", data.length]);
    expect(told.file).toContain("2 rows at the end left out");
    expect((await read(rows, { footerLines: 0 })).questions).toEqual([]);
  }
});

test("rows behind the last one that is asked for are left out and counted", async () => {
  for (const lastRow of [3, 80]) {
    const told = await read([["id", "x"], ...long], { lastRow });
    expect(told.count).toBe(lastRow - 1);
    expect(told.file).toContain(`${91 - lastRow} rows below row ${lastRow} not read`);
  }
});

test("more rows at the end may be left out than stand behind the first ones", async () => {
  const told = await read([["id", "x"], ...long], { footerLines: 60 });
  expect([told.count, told.rows.at(-1)]).toEqual([30, { id: 30, x: 14.5 }]);
});
