/**
 * SQL in which an expression is used more than once, called `v`. A list of one is mapped,
 * because DuckDB puts a repeated expression into the plan again,
 * and a nested formula would grow without bound.
 */
export function bind(sql: string, body: string): string {
  return `list_transform([${sql}], lambda v: ${body})[1]`;
}

/** SQL in which several expressions are used more than once, called `v.a`, `v.b` and so on by their names. */
export function bindAll(expressions: Record<string, string>, body: string): string {
  const list = Object.entries(expressions).map(([name, sql]) => `${name}: ${sql}`);
  return bind(`{${list.join(", ")}}`, body);
}

/** A call that is asked only where it has a value: elsewhere DuckDB throws. */
export function guarded(call: string, sql: string, where: string): string {
  return bind(sql, `CASE WHEN ${where} THEN ${call}(v) END`);
}

/** A count or a place in text: whole, and no number is too large to be one. */
export function wholeSql(sql: string, least: number): string {
  const clamped = `CASE WHEN v < ${least} THEN ${least} WHEN v > 1000000000 THEN 1000000000 ELSE v END`;
  return `CAST(trunc(${bind(sql, clamped)}) AS BIGINT)`;
}
