import { describe, expect, test } from "vitest";
import { runRecipe } from "@/engine/recipe";
import type { Step } from "@/lib/datasets/recipe";
import { textColumn, type Frame } from "@/lib/frame/frame";
import { after, file, frameOf, stored, textFrame } from "./recipe-tables";

const cellsOf = async (frame: Frame, step: Step, name: string) => {
  const { cells, facts } = await after(await stored(frame), [step]);
  return { values: cells.map((row) => row[name]), facts };
};
const valuesOf = async (frame: Frame, step: Step, name: string) => (await cellsOf(frame, step, name)).values;
const texts = (columns: Record<string, (string | null)[]>): Frame => ({
  rows: Object.values(columns)[0]!.length,
  columns: Object.entries(columns).map(([name, cells]) => textColumn(name, cells, cells.length)),
});

test.each([
  ["integer", "7", 7],
  ["number", "7.5", 7.5],
  ["boolean", "yes", true],
  ["date", "2020-02-01", "2020-02-01T00:00:00.000Z"],
] as const)("text becomes %s whatever white space is around it", async (to, text, value) => {
  const cells = [text, `\t${text}`, `${text}\u00a0 `, `\n${text}\r\n`, `\ufeff${text}`];
  const step: Step = { kind: "type", column: "t", type: to };
  const { values, facts } = await cellsOf(textFrame("t", cells), step, "t");
  expect([values, facts]).toEqual([cells.map(() => value), []]);
});

describe("reading numbers", () => {
  const read = (cells: (string | null)[], more: Partial<Extract<Step, { kind: "parse-number" }>>) =>
    cellsOf(
      textFrame("t", cells),
      { kind: "parse-number", columns: ["t"], decimal: ".", units: [], otherwise: "missing", ...more },
      "t",
    );

  test("takes a decimal comma and points between thousands", async () => {
    const cells = ["1.234,5", "12", "1.23,4", "−7,25", "1.234.567", "1,5e3", "1.2345", null];
    expect((await read(cells, { decimal: ",", thousands: "." })).values).toEqual([
      1234.5,
      12,
      null,
      -7.25,
      1234567,
      1500,
      null,
      null,
    ]);
  });

  test("takes spaces between thousands, also those that do not break", async () => {
    const cells = ["1 234", "1\u00a0234.5", "1\u202f234\u202f567", "12 34"];
    expect((await read(cells, { thousands: "space" })).values).toEqual([1234, 1234.5, 1234567, null]);
  });

  test("multiplies by the unit behind a number, the longest that fits", async () => {
    const units: [string, string][] = [
      ["k", "1000"],
      ["M", "1e6"],
      ["%", "0.01"],
      ["km", "1"],
      ["m", "0.001"],
    ];
    const cells = ["1.5k", "2 M", "7%", "12.5 %", "3 km", "250 m", "4", "k", "5 kg"];
    expect((await read(cells, { units })).values).toEqual([1500, 2e6, 0.07, 0.125, 3, 0.25, 4, null, null]);
  });

  test("says what it cannot read, and saves it only as missing when told to", async () => {
    const { facts } = await read(["1", "ab", "12345678901234567890"], {});
    expect(facts[0]).toMatchObject({
      count: 2,
      blocks: false,
      text: '2 cells of t became missing, such as "12345678901234567890", "ab"',
    });
    const steps: Step[] = [{ kind: "parse-number", columns: ["t"], decimal: ".", units: [] }];
    const table = await stored(textFrame("t", ["1", "ab"]));
    await expect(runRecipe({ table, steps, out: file() })).rejects.toThrow("cannot be read as a number");
  });

  test("refuses one sign for two things, and a unit times nothing", async () => {
    await expect(read(["1"], { decimal: ",", thousands: "," })).rejects.toThrow("One sign cannot stand");
    await expect(read(["1"], { units: [["k", "many"]] })).rejects.toThrow("many is no number to multiply by");
  });
});

describe("reading dates", () => {
  const read = (frame: Frame, more: Partial<Extract<Step, { kind: "parse-date" }>>) =>
    valuesOf(frame, { kind: "parse-date", columns: ["t"], formats: [], otherwise: "missing", ...more }, "t");

  test("takes the first format that fits a cell", async () => {
    const cells = ["31.01.2020", "2020-02-29", "2019-02-29", "5 March 2021", " 2020-01-02 ", null];
    expect(
      await read(textFrame("t", cells), { formats: ["DD.MM.YYYY", "YYYY-MM-DD", "D MMMM YYYY"] }),
    ).toEqual([
      "2020-01-31T00:00:00.000Z",
      "2020-02-29T00:00:00.000Z",
      null,
      "2021-03-05T00:00:00.000Z",
      "2020-01-02T00:00:00.000Z",
      null,
    ]);
  });

  test("puts years of two digits into the century that is said", async () => {
    const frame = textFrame("t", ["01.02.29", "01.02.30", "01.02.70", "01.02.99", "01.02.00"]);
    const years = async (pivot?: number) =>
      (await read(frame, { formats: ["DD.MM.YY"], ...(pivot === undefined ? {} : { pivot }) })).map((date) =>
        String(date).slice(0, 4),
      );
    expect(await years()).toEqual(["2029", "2030", "1970", "1999", "2000"]);
    expect(await years(29)).toEqual(["2029", "1930", "1970", "1999", "2000"]);
    expect(await years(70)).toEqual(["2029", "2030", "2070", "1999", "2000"]);
  });

  test("takes numbers for the days of a spreadsheet, or for seconds", async () => {
    expect(await read(frameOf({ t: [43831, 43831.5, -1, null] }), { serial: "1900" })).toEqual([
      "2020-01-01T00:00:00.000Z",
      "2020-01-01T12:00:00.000Z",
      null,
      null,
    ]);
    expect(await read(frameOf({ t: [42369] }), { serial: "1904" })).toEqual(["2020-01-01T00:00:00.000Z"]);
    expect(await read(frameOf({ t: [1577836800] }), { serial: "seconds" })).toEqual([
      "2020-01-01T00:00:00.000Z",
    ]);
    expect(
      await read(textFrame("t", ["43831", "31.12.2019"]), { serial: "1900", formats: ["DD.MM.YYYY"] }),
    ).toEqual(["2020-01-01T00:00:00.000Z", "2019-12-31T00:00:00.000Z"]);
  });

  test("gives the parts of a date, Monday as 1", async () => {
    const frame = frameOf({ d: [Date.UTC(2020, 1, 29, 13, 5), null] }, "date");
    const { cells, columns } = await after(await stored(frame), [
      { kind: "date-parts", column: "d", parts: ["year", "quarter", "weekday", "day_of_year", "hour"] },
    ]);
    expect(Object.values(cells[0]!).slice(1)).toEqual([2020, 1, 6, 60, 13]);
    expect(Object.values(cells[1]!).slice(1)).toEqual([null, null, null, null, null]);
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toContain("d day of year integer");
  });
});

describe("text", () => {
  test("is replaced inside of cells, as whole cells, and by patterns", async () => {
    const frame = textFrame("t", ["a.b.c", "a.b", "it's", null]);
    const by = (how: "text" | "whole" | "pattern", find: string, to: string) =>
      valuesOf(frame, { kind: "replace", columns: ["t"], how, find, by: to }, "t");
    expect(await by("text", ".", "'")).toEqual(["a'b'c", "a'b", "it's", null]);
    expect(await by("whole", "a.b", "x")).toEqual(["a.b.c", "x", "it's", null]);
    expect(await by("pattern", String.raw`([a-c])\.`, "<$1>")).toEqual(["<a><b>c", "<a>b", "it's", null]);
    await expect(by("pattern", "(", "")).rejects.toThrow(/^Step 1 \(replace\): (?!Formula)/);
  });

  test("is changed only where a condition is true", async () => {
    const frame: Frame = {
      rows: 2,
      columns: [textColumn("t", ["a", "a"], 2), ...frameOf({ n: [1, 2] }).columns],
    };
    const step: Step = { kind: "replace", columns: ["t"], how: "text", find: "a", by: "b", where: "n = 2" };
    expect(await valuesOf(frame, step, "t")).toEqual(["a", "b"]);
  });

  test("is trimmed, its spaces made single, its letters small", async () => {
    const frame = textFrame("t", ["  A   b ", "\u00a0C\td", null]);
    const step: Step = { kind: "clean-text", columns: ["t"], trim: true, spaces: true, case: "lower" };
    expect(await valuesOf(frame, step, "t")).toEqual(["a b", "c d", null]);
  });

  test("is extracted by the first group of a pattern", async () => {
    const frame = textFrame("t", ["433 Eros (1898 DQ)", "none", null]);
    const step: Step = { kind: "extract", column: "t", pattern: String.raw`\((\d{4})`, name: "year" };
    expect(await valuesOf(frame, step, "year")).toEqual(["1898", null, null]);
  });

  test("is split into columns; the last holds what is left, and that is said", async () => {
    const table = await stored(textFrame("t", ["a,b,c", "a", "", null]));
    const { cells, facts } = await after(table, [
      { kind: "split-text", column: "t", separator: ",", names: ["first", "rest"] },
    ]);
    expect(cells.map(({ first, rest }) => [first, rest])).toEqual([
      ["a", "b,c"],
      ["a", null],
      ["", null],
      [null, null],
    ]);
    expect(facts[0]!.text).toBe("1 cells of t have more than 2 parts; rest holds what is left of them");
  });

  test("is joined from columns, without what is missing", async () => {
    const frame: Frame = {
      rows: 3,
      columns: [textColumn("a", ["x", null, null], 3), ...frameOf({ n: [1, 2.5, null] }).columns],
    };
    const step: Step = { kind: "join-columns", columns: ["a", "n"], separator: "-", name: "both" };
    expect(await valuesOf(frame, step, "both")).toEqual(["x-1", "2.5", null]);
  });

  test("is mapped by a list, others kept or missing", async () => {
    const frame = texts({ t: ["y", "n", "?", null] });
    const pairs: [string, string][] = [
      ["y", "yes"],
      ["n", "no"],
    ];
    expect(await valuesOf(frame, { kind: "map-values", column: "t", pairs }, "t")).toEqual([
      "yes",
      "no",
      "?",
      null,
    ]);
    expect(await valuesOf(frame, { kind: "map-values", column: "t", pairs, others: "missing" }, "t")).toEqual(
      ["yes", "no", null, null],
    );
    const twice: Step = { kind: "map-values", column: "t", pairs: [...pairs, ["y", "no"]] };
    await expect(valuesOf(frame, twice, "t")).rejects.toThrow("y is mapped twice");
    expect(
      await valuesOf(frameOf({ t: [1, 2] }), { kind: "map-values", column: "t", pairs: [["1", "one"]] }, "t"),
    ).toEqual(["one", "2"]);
  });
});

describe("missing cells", () => {
  test("are those whose words say so, whatever their capitals", async () => {
    const step: Step = { kind: "missing-tokens", columns: ["t"], tokens: ["NA", "-"], blank: true };
    expect(await valuesOf(textFrame("t", ["na", " NA ", "-", "", "  ", "Nan", "a"]), step, "t")).toEqual([
      null,
      null,
      null,
      null,
      null,
      "Nan",
      "a",
    ]);
  });

  test("are numbers outside of a range, and codes", async () => {
    const frame = frameOf({ n: [-1, 0, 5, 10, 11, 9, null] });
    const step: Step = { kind: "range-to-missing", columns: ["n"], least: 0, most: 10, codes: [9] };
    expect(await valuesOf(frame, step, "n")).toEqual([null, 0, 5, 10, null, null, null]);
  });

  test("make a row go when it has too many of them", async () => {
    const frame = frameOf({ a: [1, null, null], b: [1, 2, null], c: [1, 2, null] });
    const { cells } = await after(await stored(frame), [{ kind: "sparse-rows", columns: [], most: 1 }]);
    expect(cells.map(({ b }) => b)).toEqual([1, 2]);
  });
});

describe("numbers", () => {
  test("have logarithms where they are above 0", async () => {
    const frame = frameOf({ n: [1, 100, 0, -5, null] });
    const by = (base: "log10" | "log1p") =>
      cellsOf(frame, { kind: "log", columns: ["n"], base, otherwise: "missing" }, "n");
    expect((await by("log10")).values).toEqual([0, 2, null, null, null]);
    expect((await by("log10")).facts[0]!.text).toContain("2 cells of n became missing");
    expect((await by("log1p")).values[2]).toBe(0);
  });
});

describe("rows", () => {
  test("are sorted by columns, missing last, and equal ones keep their order", async () => {
    const frame = frameOf({ a: [2, 1, null, 2, 1], b: [1, 2, 3, 4, 5] });
    const sorted = async (descending: string[]) =>
      valuesOf(frame, { kind: "sort", columns: ["a"], descending }, "b");
    expect(await sorted([])).toEqual([2, 5, 1, 4, 3]);
    expect(await sorted(["a"])).toEqual([1, 4, 2, 5, 3]);
  });

  test("in another order are the rows that later steps see", async () => {
    const { cells } = await after(await stored(frameOf({ a: [3, 1, 2, 1], b: [1, 2, 3, 4] })), [
      { kind: "sort", columns: ["a"], descending: [] },
      { kind: "deduplicate", columns: ["a"], keep: "last" },
    ]);
    expect(cells.map(({ b }) => b)).toEqual([4, 3, 1]);
  });
});

describe("names of many columns", () => {
  const renamed = async (columns: string[], step: Partial<Extract<Step, { kind: "rename-many" }>>) => {
    const frame = frameOf(Object.fromEntries(columns.map((name) => [name, [1]])));
    const rename: Step = { kind: "rename-many", columns: [], find: "", by: "", ...step };
    return (await after(await stored(frame), [rename])).columns.map(({ name }) => name);
  };

  test("are changed by text, by pattern and by style", async () => {
    expect(await renamed(["a km", "b km", "c"], { find: " km", by: "" })).toEqual(["a", "b", "c"]);
    expect(await renamed(["x_1", "x_2"], { find: String.raw`x_(\d)`, by: "$1y", pattern: true })).toEqual([
      "1y",
      "2y",
    ]);
    expect(await renamed(["Orbit ID", "relVelocity (km/s)"], { style: "snake" })).toEqual([
      "orbit_id",
      "rel_velocity_km_s",
    ]);
    expect(await renamed(["A", "B"], { columns: ["B"], style: "lower" })).toEqual(["A", "b"]);
  });

  test("never become one, or none", async () => {
    await expect(renamed(["a1", "a2"], { find: String.raw`\d`, by: "", pattern: true })).rejects.toThrow(
      "There is a column a already.",
    );
    await expect(renamed(["a"], { find: "a", by: "" })).rejects.toThrow("a would have no name left");
  });
});
