import { functionGroup, same, type Param, type Value } from "./function";
import { compareValues } from "./values";

const condition: Param = { name: "condition", kind: "boolean" };

/** Functions that choose. A condition that is missing is not true. */
export const logicFunctions = functionGroup({
  true: {
    group: "Logic",
    params: [],
    result: "boolean",
    says: "What is true.",
    example: ["true()", true],
    sql: () => "true",
    run: () => true,
    python: "return True",
  },
  false: {
    group: "Logic",
    params: [],
    result: "boolean",
    says: "What is false.",
    example: ["false()", false],
    sql: () => "false",
    run: () => false,
    python: "return False",
  },
  if: {
    group: "Logic",
    params: [condition, same("yes"), same("no")],
    result: "same",
    says: "`yes` where the condition is true, `no` where it is false or missing.",
    example: ["if(2 > 1, 'a', 'b')", "a"],
    seesMissing: true,
    sql: ([when, yes, no]) => `(CASE WHEN ${when} THEN ${yes} ELSE ${no} END)`,
    run: (when: Value, yes: Value, no: Value) => (when === true ? yes : no),
    python: "return yes if condition else no",
  },
  case: {
    group: "Logic",
    params: [condition, same("value")],
    rest: [condition, same("value")],
    result: "same",
    says: "The value after the first condition that is true; else the last argument, or missing without one.",
    example: ["case(1 > 2, 'a', 2 > 1, 'b', 'c')", "b"],
    seesMissing: true,
    sql: (args) => {
      const pairs = Array.from(
        { length: Math.floor(args.length / 2) },
        (_, i) => `WHEN ${args[2 * i]} THEN ${args[2 * i + 1]}`,
      );
      const last = args.length % 2 === 1 ? ` ELSE ${args.at(-1)}` : "";
      return `(CASE ${pairs.join(" ")}${last} END)`;
    },
    run: (...args: Value[]) => {
      for (let i = 0; i + 1 < args.length; i += 2) if (args[i] === true) return args[i + 1]!;
      return args.length % 2 === 1 ? args.at(-1)! : null;
    },
    python: `args = (condition, value, *more)
for i in range(0, len(args) - 1, 2):
    if args[i]:
        return args[i + 1]
return args[-1] if len(args) % 2 else None`,
  },
  in: {
    group: "Logic",
    params: [same("x"), same("y")],
    rest: [same("more")],
    result: "boolean",
    says: "Whether x is one of some values, as x in ('a', 'b').",
    example: ["'b' in ('a', 'b')", true],
    seesMissing: true,
    sql: ([x, ...list]) => `(${x} IN (${list.join(", ")}))`,
    run: (x: Value, ...list: Value[]) => isIn(x, list),
    python: `if x is None:
    return None
if any(v is not None and v == x for v in (y, *more)):
    return True
return None if any(v is None for v in (y, *more)) else False`,
  },
  between: {
    group: "Logic",
    params: [same("x"), same("least"), same("most")],
    result: "boolean",
    says: "Whether x lies from `least` to `most`, both included, as x between 1 and 5.",
    example: ["3 between 1 and 5", true],
    seesMissing: true,
    sql: ([x, least, most]) => `(${x} BETWEEN ${least} AND ${most})`,
    run: (x: Value, least: Value, most: Value) => isBetween(x, least, most),
    python: `low = None if x is None or least is None else x >= least
high = None if x is None or most is None else x <= most
return False if low is False or high is False else None if low is None or high is None else True`,
  },
});

function isIn(x: Value, list: readonly Value[]): boolean | null {
  if (x === null) return null;
  if (list.some((one) => one !== null && compareValues(one, x) === 0)) return true;
  return list.includes(null) ? null : false;
}

function isBetween(x: Value, least: Value, most: Value): boolean | null {
  const low = x === null || least === null ? null : compareValues(x, least) >= 0;
  const high = x === null || most === null ? null : compareValues(x, most) <= 0;
  if (low === false || high === false) return false;
  return low === null || high === null ? null : true;
}
