import { kindOf } from "@/lib/datasets/formula-type";
import type { Step } from "@/lib/datasets/recipe";
import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { hostileValues } from "../formula-cases";
import { exactOf, isInexact, numbers, oneOf, otherwise, someOf, whereOf, type Make } from "./make-step";
import { inexactFormula, inexactPrefix, randomFormula } from "./random-formula";

const patterns = [String.raw`(\d+)`, "([a-c]|an)+", "(a)(b)?", String.raw`([\s.-])`, "(Größe|größe|ß)"];
const texts = ["a", "", "größe", "it's", "b", " ", "ABC abc", "12.5", "true", "1", "😀"];

/** Steps that make new cells of the cells of a row. */
export const cellMakers = {
  derive: (chance, columns) => {
    if (chance.happens(0.3))
      return {
        kind: "derive",
        name: `${inexactPrefix}${1 + chance.below(1_000)}`,
        formula: inexactFormula(chance, exactOf(columns)),
      };
    const kind = chance.one(["number", "text", "boolean", "date"] as const);
    const formula = randomFormula(chance, kind, exactOf(columns));
    return { kind: "derive", name: `${kind} ${chance.below(1_000)}`, formula };
  },
  "days-since": (chance, columns) => {
    const column = oneOf(chance, columns, ["date"]);
    const name = `days ${chance.below(1_000)}`;
    return column === null ? null : { kind: "days-since", column, date: "2000-02-29", name };
  },
  "date-parts": (chance, columns) => {
    const column = oneOf(chance, columns, ["date"]);
    const some = ["year", "quarter", "month", "day", "weekday", "day_of_year", "hour", "second"] as const;
    const parts = [chance.one(some), chance.one(some)];
    return column === null ? null : { kind: "date-parts", column, parts };
  },
  type: (chance, columns) => {
    const column = chance.one(exactOf(columns));
    const types = (["integer", "number", "boolean", "date", "text"] as const).filter((type) =>
      possible(column.type, type),
    );
    return { kind: "type", column: column.name, type: chance.one(types), otherwise };
  },
  "clean-text": (chance, columns) => {
    const of = someOf(chance, columns, ["text"]);
    const letters = chance.one([{}, { case: "lower" as const }, { case: "upper" as const }]);
    const spaces = chance.one([{ trim: true as const }, { spaces: true as const }]);
    return of && { kind: "clean-text", columns: of, ...spaces, ...letters, ...whereOf(chance, columns) };
  },
  replace: (chance, columns) => {
    const of = someOf(chance, columns, ["text"]);
    if (!of) return null;
    const how = chance.one(["text", "whole", "pattern"] as const);
    const find = how === "pattern" ? chance.one(patterns) : chance.one(texts);
    const by = how === "pattern" ? chance.one(["<$1>", ""]) : chance.one(texts);
    return { kind: "replace", columns: of, how, find, by, ...whereOf(chance, columns) };
  },
  extract: (chance, columns) => {
    const column = oneOf(chance, columns, ["text"]);
    const name = chance.one([`part ${chance.below(1_000)}`, column ?? ""]);
    return column === null ? null : { kind: "extract", column, pattern: chance.one(patterns), name };
  },
  "split-text": (chance, columns) => {
    const column = oneOf(chance, columns, ["text"]);
    const separator = chance.one(["-", " ", "an", ",", "😀", "--"]);
    const names = Array.from({ length: 1 + chance.below(3) }, (_, i) => `p${i} ${chance.below(1_000)}`);
    if (chance.happens(0.3)) names[0] = column ?? "";
    return column === null ? null : { kind: "split-text", column, separator, names };
  },
  "join-columns": (chance, columns) => ({
    kind: "join-columns",
    columns: Array.from({ length: 1 + chance.below(3) }, () => chance.one(exactOf(columns)).name),
    separator: chance.one(["", "-", " '", "😀"]),
    name: `joined ${chance.below(1_000)}`,
  }),
  "map-values": (chance, columns) => {
    const { name: column, type } = chance.one(exactOf(columns));
    const shown = { number: ["0", "1", "2.5", "1e+300"], integer: ["1", "-3"], boolean: ["true", "false"] };
    const known = type === "text" || type === "date" ? [...texts, "2019-12-31 00:00:00"] : shown[type];
    const pairs = known.filter(() => chance.happens(0.6)).map((from): [string, string] => [from, "new"]);
    const others = chance.happens(0.3) ? { others: "missing" as const } : {};
    if (pairs.length === 0) return null;
    return { kind: "map-values", column, pairs, ...others, ...whereOf(chance, columns) };
  },
  "missing-tokens": (chance, columns) => {
    const of = someOf(chance, columns, ["text"]);
    const tokens = texts.filter(() => chance.happens(0.5)).map((token) => `${token.toUpperCase()} `);
    const blank = chance.happens(0.5) ? { blank: true as const } : {};
    return of && { kind: "missing-tokens", columns: of, tokens, ...blank, ...whereOf(chance, columns) };
  },
  "range-to-missing": (chance, columns) => {
    const of = someOf(chance, columns, numbers);
    const bounds = chance.one([{ least: -1 }, { most: 100 }, { least: 0, most: 10 }, {}]);
    return of && { kind: "range-to-missing", columns: of, ...bounds, codes: [7, -0.5, 1e16] };
  },
  "parse-number": (chance, columns) => {
    const of = someOf(chance, columns, ["text"]);
    if (!of) return null;
    const decimal = chance.one([".", ","] as const);
    const thousands = chance.one(["space", "'", decimal === "." ? "," : "."] as const);
    const units: [string, string][] = [
      ["k", "1000"],
      ["%", "0.01"],
      ["ß", "1e300"],
      ["0", "7"],
    ];
    const grouped = chance.happens(0.5) ? { thousands } : {};
    const some = units.filter(() => chance.happens(0.5));
    return { kind: "parse-number", columns: of, decimal, ...grouped, units: some, otherwise };
  },
  "parse-date": (chance, columns) => {
    const of = someOf(chance, columns, chance.one([["text"], numbers]));
    const all = [
      "YYYY-MM-DD",
      "DD.MM.YYYY",
      "D.M.YY H:mm",
      "D MMM YYYY",
      "D MMMM YYYY",
      "YYYY-MM-DDTHH:mm:ss",
    ];
    const formats = all.filter(() => chance.happens(0.5));
    const serial = chance.one(["1900", "1904", "seconds", "milliseconds"] as const);
    return (
      of && { kind: "parse-date", columns: of, formats, serial, pivot: chance.one([0, 30, 99]), otherwise }
    );
  },
  log: (chance, columns) => {
    const of = columns.filter((column) => isInexact(column) && numbers.includes(column.type));
    const base = chance.one(["log", "log10", "log2", "log1p"] as const);
    return of.length === 0 ? null : { kind: "log", columns: [chance.one(of).name], base, otherwise };
  },
  "edit-cell": (chance, columns) => {
    const [column, key] = [chance.one(exactOf(columns)), chance.one(exactOf(columns))];
    const values = { number: " -1.5e3 ", integer: "+7", text: "it's", boolean: "TRUE", date: "2020-02-29" };
    const to = chance.happens(0.7) ? { to: values[column.type] } : {};
    return { kind: "edit-cell", column: column.name, key: [[key.name, keyText(key)]], ...to };
  },
} satisfies Partial<Record<Step["kind"], Make>>;

/** A text that few rows hold. */
function keyText({ type }: ColumnSchema): string {
  if (type === "text") return "größe STRASSE ß İı ŉ Σας ᾳ";
  if (type === "date") return "2020-02-29 23:59:59.999999";
  return kindOf(type) === "number" ? "12.345" : String(hostileValues.boolean[0]);
}

function possible(before: ColumnType, after: ColumnType): boolean {
  return before === "text" || after === "text" || before === after || (before !== "date" && after !== "date");
}
