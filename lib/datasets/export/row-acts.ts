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

/** A row with a column under another name. */
export function rename(row: Row, from: string, to: string): Row {
  return new Map([...row].map(([name, value]) => [name === from ? to : name, value]));
}

/** A row with a new column at its end, or a new value in its place. */
export function put(row: Row, name: string, value: Value): Row {
  return new Map(row).set(name, value);
}
