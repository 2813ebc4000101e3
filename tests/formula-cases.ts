import { formulaFunctions, type FunctionName } from "@/lib/datasets/formulas/functions";
import type { Kind, Param, Value } from "@/lib/datasets/formulas/function";
import { paramAt } from "@/lib/datasets/formula-type";
import { parseIso } from "@/lib/datasets/formulas/calendar";
import { textColumn, type ColumnSchema, type Frame } from "@/lib/frame/frame";
import type { Row } from "@/lib/datasets/formula-evaluate";

const numbers = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2.5,
  -2.5,
  3,
  7,
  10,
  100,
  0.1,
  1 / 3,
  1e-10,
  -1e-10,
  0.49999999999999994,
  12.345,
  -12.345,
  1e15,
  1e16,
  123456789012345680,
  1e-5,
  1e300,
  -1e300,
  1.7976931348623157e308,
  5e-324,
  2 ** 53,
  45,
  800,
  -3,
  null,
];
const texts = [
  "",
  " ",
  "a",
  "abc",
  "ABC abc",
  "größe STRASSE ß İı ŉ Σας ᾳ",
  "😀 emoji 🪐 e\u0301",
  "  both ends\t\n",
  "\u00a0\u3000wide\u2009",
  'it\'s "quoted"',
  "back\\slash $1 %s {x}",
  "1,234.50",
  "12.5",
  " -7e3 ",
  "1e999",
  "12345678901234567",
  "0x10",
  ".5",
  "5.",
  "NaN",
  "2020-02-29",
  "2019-02-29",
  "31.01.2020",
  "1.2.20 7:05",
  "5 Mar 1999",
  "17 december 0001",
  "2020-01-31T24:00:00",
  "a-b--c-",
  "banana anan",
  "line\none\r\ntwo\u2028three",
  "\uffee\u{10000}",
  "x".repeat(70),
  null,
];
const dates = [
  "1970-01-01",
  "2020-02-29 23:59:59.999999",
  "2020-01-31 00:00:00.000001",
  "2019-12-31",
  "1969-12-31 23:59:59.5",
  "1900-03-01 12:00",
  "2000-02-29",
  "2024-05-17 14:30:05.25",
  "1752-09-14",
  "2199-12-31 23:00",
  null,
];
const truths = [true, false, null];

/** Values of each kind on which a careless function goes wrong. */
export const hostileValues: Record<Kind, readonly Value[]> = {
  number: numbers,
  text: texts,
  boolean: truths,
  date: dates.map((text) => text && parseIso(text)),
};

/** A column for each kind and place: as many rows, the values of each shifted against the others. */
const rows = 420;
const step: Record<Kind, number> = { number: 7, text: 5, boolean: 2, date: 3 };
/** The columns of the table of `hostileRows`: n0 to n2, t0 to t2, b0 to b2 and d0 to d2. */
export const hostileColumns: ColumnSchema[] = (["number", "text", "boolean", "date"] as const).flatMap(
  (type) => [0, 1, 2].map((i) => ({ name: `${type[0]!}${i}`, type })),
);

/** The same cells as rows. */
export const hostileRows: Row[] = Array.from(
  { length: rows },
  (_, row) =>
    new Map(
      hostileColumns.map(({ name, type }) => {
        const values = hostileValues[type as Kind];
        const place = Number(name[1]);
        const at =
          place === 0 ? row : Math.floor(row / values.length) * step[type as Kind] + row * (place + 1);
        return [name, values[at % values.length]!];
      }),
    ),
);

/** The rows as a frame; dates are milliseconds there. */
export function frameOfRows(rowsOf: readonly Row[], columns: readonly ColumnSchema[]): Frame {
  return {
    rows: rowsOf.length,
    columns: columns.map(({ name, type }) => {
      const cells = rowsOf.map((row) => row.get(name) ?? null);
      if (type === "text") return textColumn(name, cells as (string | null)[], cells.length);
      const values = Float64Array.from(cells, (cell) =>
        cell === null ? Number.NaN : typeof cell === "bigint" ? Number(cell) / 1_000 : Number(cell),
      );
      return { name, type, values };
    }),
  };
}

const constants: Record<string, readonly string[]> = {
  digits: ["0", "1", "2", "-2", "15", "-15"],
  width: ["0", "3", "20"],
  fill: ["'x'", "'ab😀'"],
  times: ["0", "1", "3"],
  unit: ["second", "minute", "hour", "day", "week", "month", "quarter", "year"].map((unit) => `'${unit}'`),
  group: ["0", "1"],
  by: ["''", "'<$1$0>'", String.raw`'\1'`],
  pattern: [
    String.raw`'(\d+)'`,
    "'([a-c]|an)+'",
    "'(a)(b)?'",
    "'([^a ])$'",
    String.raw`'\b(\w)'`,
    "'(.)😀?'",
    String.raw`'([\s.-])'`,
    "'^(x{2,5}?)'",
    "'(Größe|größe|ß)'",
    String.raw`'(\W+)\S'`,
  ],
};
const formats: Partial<Record<FunctionName, readonly string[]>> = {
  date: ["YYYY-MM-DD", "DD.MM.YYYY", "D.M.YY H:mm", "D MMM YYYY", "D MMMM YYYY", "YYYY-MM-DDTHH:mm:ss"],
  format_date: ["YYYY-MM-DD HH:mm:ss.f", "D.M.YY H", "[on] D MMMM YYYY", "MMM|DD"],
};

/** Formulas that call a function with every kind and every constant that it takes. */
export function formulasOf(name: FunctionName): string[] {
  const { params, optional = 0, rest } = formulaFunctions[name];
  const counts = rest
    ? [params.length, params.length + 1, params.length + rest.length]
    : [params.length - optional, params.length];
  const kinds: Kind[] = params.concat(rest ?? []).some(({ kind }) => kind === "same" || kind === "any")
    ? ["number", "text", "boolean", "date"]
    : ["number"];
  return [...new Set(counts)].flatMap((count) =>
    kinds.flatMap((kind) =>
      callsWith(name, count, kind).filter((call) => !/'\(a\)\(b\)\?', '<\$2/.test(call)),
    ),
  );
}

function callsWith(name: FunctionName, count: number, kind: Kind): string[] {
  const choices = Array.from({ length: count }, (_, i) =>
    choicesFor(name, paramAt(formulaFunctions[name], i, count), kind, i),
  );
  const most = Math.max(1, ...choices.map(({ length }) => length));
  return Array.from({ length: most * (choices.some(({ length }) => length > 1) ? 3 : 1) }, (_, i) => {
    const args = choices.map((choice, at) => choice[(i + at * Math.floor(i / most)) % choice.length]);
    return `${name}(${args.join(", ")})`;
  });
}

/** What may be written out for an argument of a function. */
export function constantsFor(name: FunctionName, param: string): readonly string[] {
  return param === "format" ? formats[name]!.map((format) => `'${format}'`) : constants[param]!;
}

function choicesFor(name: FunctionName, param: Param, kind: Kind, at: number): readonly string[] {
  if (param.constant) return constantsFor(name, param.name);
  const of = param.kind === "same" || param.kind === "any" ? kind : param.kind;
  return [`${of[0]!}${at % 3}`];
}

/** Formulas of signs over the same columns. */
export const signs = [
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
