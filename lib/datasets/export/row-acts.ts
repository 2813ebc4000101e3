import type { Row } from "../formula-evaluate";
import type { Value } from "../formulas/function";

/** A number with its sign turned. */
export function negative(value: Value): Value {
  return value === null ? null : -Number(value);
}

/** What is not true is false, and the other way round; what is missing stays so. */
export function not(value: Value): Value {
  return value === null ? null : !value;
}

/** Some columns of a row, in that order. */
export function pick(row: Row, names: readonly string[]): Row {
  return new Map(names.map((name) => [name, row.get(name) ?? null]));
}

/** A row with columns under other names. */
export function rename(row: Row, names: readonly (readonly [from: string, to: string])[]): Row {
  const after = new Map(names);
  return new Map([...row].map(([name, value]) => [after.get(name) ?? name, value]));
}

/** A row with new columns at its end, or new values in the place of others. */
export function put(row: Row, cells: readonly (readonly [name: string, value: Value])[]): Row {
  return new Map([...row, ...cells]);
}

/** The value beside a key, or what is otherwise. */
export function lookUp(pairs: ReadonlyMap<Value, Value>, key: Value, otherwise: () => Value): Value {
  const found = key === null ? undefined : pairs.get(key);
  return found === undefined ? otherwise() : found;
}
