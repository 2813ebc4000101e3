import * as z from "zod";
import { changedEach, missingIn, textIn, valueIn } from "./ops";
import { AppError } from "@/lib/errors";
import { bind } from "../formulas/sql";
import { trimmedSql } from "../formulas/white-space";
import { changeCells, columnsOfType, otherwise, otherwiseField, where, whereField } from "./cells";
import { cell, names } from "./schema";
import { literal, stepKind } from "./step";

const schema = z.strictObject({
  kind: z.literal("parse-number"),
  columns: names,
  decimal: z.enum([".", ","]),
  thousands: z.enum([",", ".", "space", "'"]).optional(),
  /** What may stand behind a number, and what the number is then multiplied by. */
  units: z.array(z.tuple([cell.min(1, "expected a unit"), cell])).max(100),
  otherwise,
  where,
});
type Step = z.output<typeof schema>;

/** Reads text as numbers: with a decimal comma, groups of thousands, and units behind them such as k or %. */
export const parseNumber = stepKind({
  schema,
  title: "Read numbers",
  group: "Numbers",
  form: [
    { key: "columns", label: "Columns", as: "columns", types: ["text"] },
    {
      key: "decimal",
      label: "Decimal sign",
      as: "choice",
      options: [
        { value: ".", label: "point, 1.5" },
        { value: ",", label: "comma, 1,5" },
      ],
    },
    {
      key: "thousands",
      label: "Between thousands",
      as: "choice",
      options: [
        { value: ",", label: "comma" },
        { value: ".", label: "point" },
        { value: "space", label: "space" },
        { value: "'", label: "apostrophe" },
      ],
      empty: "nothing",
    },
    { key: "units", label: "Units behind numbers", as: "pairs", from: "Unit", to: "Times" },
    otherwiseField,
    whereField,
  ],
  defaults: () => ({
    columns: [],
    decimal: ".",
    units: [
      ["k", "1000"],
      ["M", "1000000"],
      ["%", "0.01"],
    ],
  }),
  onNewRows: "apply",
  sentence: ({ columns, decimal, thousands, units }) => {
    const how = [
      ...(decimal === "," ? ["decimal comma"] : []),
      ...(thousands ? [`thousands by ${thousands}`] : []),
      ...(units.length > 0 ? [`units ${units.map(([unit]) => unit).join(" ")}`] : []),
    ];
    return `Read numbers in ${columns.join(", ")}${how.length > 0 ? `, ${how.join(", ")}` : ""}`;
  },
  apply: (step, place) => {
    if (step.thousands === step.decimal)
      throw new AppError("INVALID", "One sign cannot stand for decimals and between thousands.");
    const cells = columnsOfType(place.columns, step.columns, ["text"]).map((column) => ({
      column,
      type: "number" as const,
      sql: numberSql(column.id, step),
    }));
    return changeCells(place, cells, { ...step, reads: "a number" });
  },
  ops: (step, { columns }) =>
    changedEach(columnsOfType(columns, step.columns, ["text"]), (ref) => numberFormula(ref, step), {
      type: "number",
      where: step.where,
    }),
});

// A no-break space, also the narrow one, is a space; a true minus is a minus.
const tidied = [
  ["\u00a0", " "],
  ["\u202f", " "],
  ["\u2212", "-"],
] as const;
const tidy = (text: string) =>
  trimmedSql(tidied.reduce((made, [from, to]) => `replace(${made}, ${literal(from)}, '${to}')`, text));

function numberSql(id: string, step: Step): string {
  const units = step.units.toSorted(([a], [b]) => b.length - a.length);
  const cases = units.map(([unit, times]) => {
    const bare = trimmedSql(`left(v, length(v) - ${[...unit].length})`);
    const { sign, factor } = scaled(times);
    const whole = `list_transform([${plainSql(step)} ${sign} ${factor}::DOUBLE],
      lambda x: CASE WHEN isfinite(x) THEN x END)[1]`;
    return `WHEN ends_with(v, ${literal(unit)}) THEN ${bind(bare, whole)}`;
  });
  const plain = plainSql(step);
  return bind(tidy(id), cases.length === 0 ? plain : `CASE ${cases.join(" ")} ELSE ${plain} END`);
}

/** By what a number is multiplied; one of a hundredth is divided, so that 7 % is 0.07 to the last digit. */
function scaled(times: string): { sign: "*" | "/"; factor: number } {
  const factor = times.trim() === "" ? Number.NaN : Number(times);
  if (!Number.isFinite(factor) || factor === 0)
    throw new AppError("INVALID", `${times || "Nothing"} is no number to multiply by.`);
  const inverse = Math.round(1 / factor);
  return Math.abs(factor) < 1 && 1 / inverse === factor
    ? { sign: "/", factor: inverse }
    : { sign: "*", factor };
}

/** What stands between thousands, and what a number looks like. */
function formOf({ decimal, thousands }: Step) {
  const sign = thousands === "space" ? " " : thousands;
  const point = decimal === "." ? "[.]" : ",";
  const whole = sign ? `([0-9]{1,3}([${sign}][0-9]{3})+|[0-9]+)` : "[0-9]+";
  return { sign, pattern: `[-+]?(${whole}(${point}[0-9]*)?|${point}[0-9]+)([eE][-+]?[0-9]+)?` };
}

/** The number in the text `v`, or missing where it is none, or has more digits than a number keeps. */
function plainSql(step: Step): string {
  const { decimal } = step;
  const { sign, pattern } = formOf(step);
  const bare = sign ? `replace(v, ${literal(sign)}, '')` : "v";
  const number = `TRY_CAST(replace(${bare}, ${literal(decimal)}, '.') AS DOUBLE)`;
  return `CASE WHEN regexp_full_match(v, ${literal(pattern)})
    AND NOT regexp_full_match(${bare}, '[-+]?[0-9]{16,}') AND isfinite(${number}) THEN ${number} END`;
}

/** The same as a formula. */
function numberFormula(ref: string, step: Step): string {
  const text = `trim(${tidied.reduce((made, [from, to]) => `replace(${made}, '${from}', '${to}')`, ref)})`;
  const units = step.units.toSorted(([a], [b]) => b.length - a.length);
  const cases = units.map(([unit, times]) => {
    const { sign, factor } = scaled(times);
    const bare = `trim(left(${text}, length(${text}) - ${[...unit].length}))`;
    const number = `${plainFormula(bare, step)} ${sign} ${valueIn(factor, "number")}`;
    return `ends_with(${text}, ${textIn(unit)}), ${number}`;
  });
  const plain = plainFormula(text, step);
  return cases.length === 0 ? plain : `case(${[...cases, plain].join(", ")})`;
}

function plainFormula(text: string, step: Step): string {
  const { sign, pattern } = formOf(step);
  const bare = sign ? `replace(${text}, ${textIn(sign)}, '')` : text;
  const number = `number(replace(${bare}, '${step.decimal}', '.'))`;
  return `if(matches(${text}, ${textIn(`^(${pattern})$`)}), ${number}, ${missingIn("number")})`;
}
