import { functionGroup, same, type Value } from "./function";
import { compareValues } from "./values";

/** Functions of what is missing. */
export const nullFunctions = functionGroup({
  is_missing: {
    group: "Missing",
    params: [{ name: "x", kind: "any" }],
    result: "boolean",
    says: "Whether x is missing.",
    example: ["is_missing(null_if(1, 1))", true],
    seesMissing: true,
    sql: ([x]) => `(${x} IS NULL)`,
    run: (x: Value) => x === null,
    python: "return x is None",
  },
  coalesce: {
    group: "Missing",
    params: [same("x")],
    rest: [same("y")],
    result: "same",
    says: "The first of its arguments that is not missing.",
    example: ["coalesce(null_if(1, 1), 2)", 2],
    seesMissing: true,
    sql: (args) => `coalesce(${args.join(", ")})`,
    run: (...values: Value[]) => values.find((value) => value !== null) ?? null,
    python: "return next((v for v in (x, *y) if v is not None), None)",
  },
  if_missing: {
    group: "Missing",
    params: [same("x"), same("y")],
    result: "same",
    says: "x, or y where x is missing.",
    example: ["if_missing(null_if('', ''), 'unknown')", "unknown"],
    seesMissing: true,
    sql: (args) => `coalesce(${args.join(", ")})`,
    run: (x: Value, y: Value) => x ?? y,
    python: "return y if x is None else x",
  },
  null_if: {
    group: "Missing",
    params: [same("x"), same("y")],
    result: "same",
    says: "x, but missing where it equals y.",
    example: ["null_if(-99, -99)", null],
    seesMissing: true,
    sql: (args) => `nullif(${args.join(", ")})`,
    run: (x: Value, y: Value) => (x !== null && y !== null && compareValues(x, y) === 0 ? null : x),
    python: "return None if x is not None and x == y else x",
  },
});
