import { functionGroup, number, same, wholeConstant, type FormulaFunction, type Value } from "./function";
import { roundTo } from "./rounding";
import { bind, bindAll, guarded } from "./sql";
import { compareValues } from "./values";

type Simple = Pick<FormulaFunction, "says" | "example" | "sql" | "python"> & { run: (x: number) => number };

/** A function of one number. */
function ofNumber({ run, ...rest }: Simple): FormulaFunction {
  return { group: "Math", params: [number("x")], result: "number", run: (x: number) => run(x), ...rest };
}

const call = (name: string) => (args: readonly string[]) => `${name}(${args.join(", ")})`;
const only = (name: string, where: string) => (args: readonly string[]) => guarded(name, args[0]!, where);

/** Functions of numbers. */
export const mathFunctions = functionGroup({
  log: ofNumber({
    says: "The natural logarithm of x; missing where x is not above 0.",
    example: ["log(1)", 0],
    sql: only("ln", "v > 0"),
    run: Math.log,
    python: "return math.log(x)",
  }),
  log10: ofNumber({
    says: "The logarithm of x to base 10; missing where x is not above 0.",
    example: ["log10(1000)", 3],
    sql: only("log10", "v > 0"),
    run: Math.log10,
    python: "return math.log10(x)",
  }),
  log2: ofNumber({
    says: "The logarithm of x to base 2; missing where x is not above 0.",
    example: ["log2(8)", 3],
    sql: only("log2", "v > 0"),
    run: Math.log2,
    python: "return math.log2(x)",
  }),
  log1p: ofNumber({
    says: "The natural logarithm of 1 + x, exact also for small x; missing where x is not above -1.",
    example: ["log1p(0)", 0],
    sql: ([x]) => bind(x!, `CASE WHEN v > -1 THEN ${log1pSql} END`),
    run: Math.log1p,
    python: "return math.log1p(x)",
  }),
  exp: ofNumber({
    says: "e to the power of x.",
    example: ["exp(0)", 1],
    sql: call("exp"),
    run: Math.exp,
    python: "return math.exp(x)",
  }),
  sqrt: ofNumber({
    says: "The square root of x; missing where x is below 0.",
    example: ["sqrt(9)", 3],
    sql: only("sqrt", "v >= 0"),
    run: Math.sqrt,
    python: "return math.sqrt(x)",
  }),
  cbrt: ofNumber({
    says: "The cube root of x.",
    example: ["cbrt(-8)", -2],
    sql: call("cbrt"),
    run: Math.cbrt,
    python: "return float(np.cbrt(x))",
  }),
  abs: ofNumber({
    says: "x without its sign.",
    example: ["abs(-3)", 3],
    sql: call("abs"),
    run: Math.abs,
    python: "return abs(x)",
  }),
  sign: ofNumber({
    says: "1 where x is above 0, -1 where it is below, else 0.",
    example: ["sign(-2.5)", -1],
    sql: ([x]) => `CAST(sign(${x}) AS DOUBLE)`,
    run: Math.sign,
    python: "return float((x > 0) - (x < 0))",
  }),
  floor: ofNumber({
    says: "The largest whole number that is not above x.",
    example: ["floor(-2.5)", -3],
    sql: call("floor"),
    run: Math.floor,
    python: "return float(math.floor(x))",
  }),
  ceil: ofNumber({
    says: "The smallest whole number that is not below x.",
    example: ["ceil(2.1)", 3],
    sql: call("ceil"),
    run: Math.ceil,
    python: "return float(math.ceil(x))",
  }),
  round: {
    group: "Math",
    params: [number("x"), wholeConstant("digits", -15, 15)],
    optional: 1,
    result: "number",
    says: "x to so many decimal digits, none unless said; halves go away from zero.",
    example: ["round(2.345, 1)", 2.3],
    sql: ([x], { constants: [, digits] }) => roundSql(x!, Number(digits ?? 0)),
    run: (x: number, digits = 0) => roundTo(x, digits),
    python: `def nearest(v):
    whole = math.trunc(v)
    return float(whole + (v > 0) - (v < 0)) if abs(v - whole) >= 0.5 else float(whole)
if digits is None or digits == 0:
    return nearest(x)
if digits < 0:
    return nearest(x / 10.0 ** -digits) * 10.0 ** -digits
return nearest(x * 10.0 ** digits) / 10.0 ** digits if abs(x) < 1e15 else x`,
  },
  min: {
    group: "Math",
    params: [same("x")],
    rest: [same("y")],
    result: "same",
    says: "The smallest of its arguments; those that are missing are left out.",
    example: ["min(3, 1, 2)", 1],
    seesMissing: true,
    sql: call("least"),
    run: (...values: Value[]) => outermost(values, -1),
    python: "return min((v for v in (x, *y) if v is not None), default=None)",
  },
  max: {
    group: "Math",
    params: [same("x")],
    rest: [same("y")],
    result: "same",
    says: "The largest of its arguments; those that are missing are left out.",
    example: ["max(3, 1, 2)", 3],
    seesMissing: true,
    sql: call("greatest"),
    run: (...values: Value[]) => outermost(values, 1),
    python: "return max((v for v in (x, *y) if v is not None), default=None)",
  },
  mod: {
    group: "Math",
    params: [number("x"), number("y")],
    result: "number",
    says: "What is left of x after whole multiples of y, with the sign of y; missing where y is 0.",
    example: ["mod(-1, 7)", 6],
    sql: ([x, y]) => bindAll({ a: x!, b: y! }, modSql),
    run: (x: number, y: number) => {
      const rest = x % y;
      return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
    },
    python: `rest = math.fmod(x, y)
return rest + y if rest != 0 and (rest < 0) != (y < 0) else rest`,
  },
  power: {
    group: "Math",
    params: [number("x"), number("y")],
    result: "number",
    says: "x to the power of y, as x ^ y.",
    example: ["power(2, 10)", 1024],
    sql: call("pow"),
    run: (x: number, y: number) => x ** y,
    python: "return math.pow(x, y)",
  },
});

const log1pSql = "CASE WHEN 1 + v = 1 THEN v ELSE ln(1 + v) * (v / ((1 + v) - 1)) END";
const modSql = `CASE WHEN v.b <> 0 THEN CASE WHEN v.a % v.b <> 0 AND (v.a % v.b < 0) <> (v.b < 0)
  THEN v.a % v.b + v.b ELSE v.a % v.b END END`;

function roundSql(x: string, digits: number): string {
  if (digits === 0) return `round(${x})`;
  const power = `1e${Math.abs(digits)}::DOUBLE`;
  if (digits < 0) return `(round(${x} / ${power}) * ${power})`;
  return bind(x, `CASE WHEN abs(v) < 1e15 THEN round(v * ${power}) / ${power} ELSE v END`);
}

/** The first in order (-1) or the last (1) of values, those that are missing left out. */
function outermost(values: readonly Value[], sign: -1 | 1): Value {
  return values.reduce((best, value) => {
    if (value === null) return best;
    return best === null || compareValues(value, best) * sign > 0 ? value : best;
  }, null);
}
