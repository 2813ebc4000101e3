import { kindOf, paramAt } from "@/lib/datasets/formula-type";
import { formulaFunctions, type FunctionName } from "@/lib/datasets/formulas/functions";
import type { Kind } from "@/lib/datasets/formulas/function";
import { columnText } from "@/lib/datasets/formula-tokens";
import type { ColumnSchema } from "@/lib/frame/frame";
import { constantsFor } from "../formula-cases";
import type { Chance } from "./chance";

/**
 * Functions whose last digit is the processor's: what they give is compared, and nothing is decided by it.
 * Columns that hold such numbers have names that begin so.
 */
export const inexactPrefix = "near ";
const inexact: readonly FunctionName[] = [
  ...(["log", "log10", "log2", "log1p", "exp", "cbrt", "power"] as const),
  ...(["sin", "cos", "tan", "asin", "acos", "atan", "atan2"] as const),
];
const names = Object.keys(formulaFunctions) as FunctionName[];
const exact = names.filter((name) => !inexact.includes(name));

/** A formula of a kind over columns, at most so deep. */
export function randomFormula(
  chance: Chance,
  kind: Kind,
  columns: readonly ColumnSchema[],
  depth = 3,
): string {
  const fitting = columns.filter(
    ({ name, type }) => kindOf(type) === kind && !name.startsWith(inexactPrefix),
  );
  if (depth === 0 || chance.happens(0.2))
    return fitting.length > 0 && chance.happens(0.8)
      ? columnText(chance.one(fitting).name)
      : randomConstant(chance, kind);
  const of = (other: Kind) => randomFormula(chance, other, columns, depth - 1);
  if (chance.happens(0.45)) return signFormula(chance, kind, of);
  const calls = exact.filter((name) => {
    const { result } = formulaFunctions[name];
    return result === kind || result === "same";
  });
  return callFormula(chance, chance.one(calls), kind, of);
}

/** A function of the processor around an exact formula. */
export function inexactFormula(chance: Chance, columns: readonly ColumnSchema[]): string {
  const of = (kind: Kind) => randomFormula(chance, kind, columns, 2);
  const inner = callFormula(chance, chance.one(inexact), "number", of);
  return chance.happens(0.5) ? inner : `(${inner} * ${of("number")})`;
}

function signFormula(chance: Chance, kind: Kind, of: (kind: Kind) => string): string {
  const any = chance.one(["number", "text", "date", "boolean"] as const);
  switch (kind) {
    case "number":
      return chance.happens(0.2)
        ? `(${of("date")} - ${of("date")})`
        : `(${of("number")} ${chance.one(["+", "-", "*", "/"])} ${of("number")})`;
    case "date":
      return `(${of("date")} ${chance.one(["+", "-"])} ${of("number")})`;
    case "text":
      return `concat(${of("text")}, ${of("text")})`;
    case "boolean":
      return chance.one([
        () => `(${of("boolean")} ${chance.one(["and", "or"])} ${of("boolean")})`,
        () => `(not ${of("boolean")})`,
        () => `(${of(any)} ${chance.one(["=", "!=", "<", "<=", ">", ">="])} ${of(any)})`,
        () => `(${of(any)} in (${of(any)}, ${of(any)}))`,
        () => `(${of(any)} between ${of(any)} and ${of(any)})`,
      ])();
  }
}

function callFormula(chance: Chance, name: FunctionName, kind: Kind, of: (kind: Kind) => string): string {
  const declared = formulaFunctions[name];
  const { params, optional = 0, rest, result } = declared;
  const count = params.length - chance.below(optional + 1) + (rest ? chance.below(3) : 0);
  const same = result === "same" ? kind : chance.one(["number", "text", "date", "boolean"] as const);
  const pair = chance.below(3);
  const args = Array.from({ length: count }, (_, i) => {
    const param = paramAt(declared, i, count);
    if (param.constant) {
      const choices = constantsFor(name, param.name);
      return choices[(pair + chance.below(choices.length)) % choices.length]!;
    }
    return of(param.kind === "same" ? same : param.kind === "any" ? same : param.kind);
  });
  return `${name}(${args.join(", ")})`;
}

function randomConstant(chance: Chance, kind: Kind): string {
  const constants: Record<Kind, readonly string[]> = {
    number: ["0", "1", "2.5", "(-3)", "1e3", "0.1", "7"],
    text: ["''", "'a'", "'größe'", "'2020-01-31'", "'12.5'", "'it''s'"],
    boolean: ["true()", "false()"],
    date: ["make_date(2020, 2, 29)", "date('31.12.1999', 'DD.MM.YYYY')"],
  };
  return chance.one(constants[kind]);
}
