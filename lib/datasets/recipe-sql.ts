import type { ColumnSchema, ColumnType } from "@/lib/frame/frame";
import { parseFormula, type Expression } from "./formula";
import { columnsAfter, splitColumn, type Step } from "./recipe";

/** The row's place in the first table, carried along so that order and chance depend on nothing else. */
const rowNumber = '"#row"';
const sqlTypes: Record<ColumnType, string> = {
  integer: "BIGINT",
  number: "DOUBLE",
  boolean: "BOOLEAN",
  date: "TIMESTAMP",
  text: "VARCHAR",
};

/**
 * A recipe as one SQL query over `relation`, a table with the columns given and a `"#row"` from 0.
 * Rows keep their order; a split draws by MD5 of seed and row, which every engine can repeat.
 */
export function recipeSql(
  relation: string,
  columns: readonly ColumnSchema[],
  steps: readonly Step[],
): { sql: string; columns: ColumnSchema[] } {
  let schema = [...columns];
  const parts = steps.map((step, i) => {
    const sql = stepSql(step, i === 0 ? relation : `step${i}`, schema);
    schema = columnsAfter(schema, step);
    return `step${i + 1} AS (${sql})`;
  });
  const list = schema.map(({ name }) => id(name)).join(", ");
  const last = steps.length > 0 ? `step${steps.length}` : relation;
  return {
    sql: `${parts.length > 0 ? `WITH ${parts.join(",\n")}\n` : ""}SELECT ${list} FROM ${last} ORDER BY ${rowNumber}`,
    columns: schema,
  };
}

function stepSql(step: Step, from: string, columns: readonly ColumnSchema[]): string {
  const after = columnsAfter(columns, step);
  const project = (value: (column: ColumnSchema) => string) =>
    `SELECT ${after.map((column) => `${value(column)} AS ${id(column.name)}`).join(", ")}, ${rowNumber} FROM ${from}`;
  const same = ({ name }: ColumnSchema) => id(name);
  switch (step.kind) {
    case "select":
    case "drop":
      return project(same);
    case "rename":
      return project(({ name }) => id(name === step.to ? step.from : name));
    case "type":
      return project(({ name, type }) =>
        name === step.column ? `TRY_CAST(${id(name)} AS ${sqlTypes[type]})` : id(name),
      );
    case "filter":
      return `SELECT * FROM ${from} WHERE ${expressionSql(parseFormula(step.formula))}`;
    case "missing":
      if (step.how === "drop")
        return `SELECT * FROM ${from} WHERE ${step.columns.map((name) => `${id(name)} IS NOT NULL`).join(" AND ")}`;
      return project(({ name, type }) =>
        step.columns.includes(name)
          ? `coalesce(${id(name)}, CAST(${fillSql(step, name, from)} AS ${sqlTypes[type]}))`
          : id(name),
      );
    case "deduplicate": {
      const keys = (step.columns.length > 0 ? step.columns : columns.map(({ name }) => name))
        .map(id)
        .join(", ");
      return `SELECT * FROM ${from} QUALIFY row_number() OVER (PARTITION BY ${keys} ORDER BY ${rowNumber}) = 1`;
    }
    case "derive":
      return project(({ name }) =>
        name === step.name ? expressionSql(parseFormula(step.formula)) : id(name),
      );
    case "days-since":
      return project(({ name }) =>
        name === step.name
          ? `(epoch_ms(TIMESTAMP '${step.date}') - epoch_ms(${id(step.column)})) / 86400000.0`
          : id(name),
      );
    case "split":
      return splitSql(
        step,
        from,
        columns.filter(({ name }) => name !== splitColumn),
      );
  }
}

function fillSql({ how, value }: Extract<Step, { kind: "missing" }>, name: string, from: string): string {
  if (how === "value") return typeof value === "number" ? String(value) : text(value ?? "");
  if (how === "mode")
    return `(SELECT ${id(name)} FROM ${from} WHERE ${id(name)} IS NOT NULL GROUP BY ${id(name)} ORDER BY count(*) DESC, ${id(name)} LIMIT 1)`;
  return `(SELECT ${how === "mean" ? "avg" : "median"}(${id(name)}) FROM ${from})`;
}

/** Random: in each stratum the rows first by MD5 are the test. Grouped: whole groups, until their rows fill the share. */
function splitSql(
  { how, test, seed, stratify, group }: Extract<Step, { kind: "split" }>,
  from: string,
  columns: readonly ColumnSchema[],
): string {
  const list = columns.map(({ name }) => `s.${id(name)}`).join(", ");
  const label = (inTest: string) =>
    `SELECT ${list}, CASE WHEN ${inTest} THEN 'test' ELSE 'train' END AS ${id(splitColumn)}, s.${rowNumber}`;
  const stratum = stratify ? `CAST(${id(stratify)} AS VARCHAR)` : "''";
  if (how === "random") {
    const draw = `md5('${seed}:' || ${rowNumber})`;
    return `${label(`place <= round(size * ${test})`)} FROM (SELECT *, row_number() OVER (PARTITION BY ${stratum} ORDER BY ${draw}, ${rowNumber}) AS place, count(*) OVER (PARTITION BY ${stratum}) AS size FROM ${from}) s`;
  }
  const key = `CAST(${id(group!)} AS VARCHAR)`;
  const groups = `SELECT ${key} AS "#group", max(${stratum}) AS stratum, count(*) AS n FROM ${from} GROUP BY ${key}`;
  const chosen = `SELECT "#group", sum(n) OVER (PARTITION BY stratum ORDER BY md5('${seed}:' || coalesce("#group", '')), "#group" ROWS UNBOUNDED PRECEDING) <= round(sum(n) OVER (PARTITION BY stratum) * ${test}) AS chosen FROM (${groups})`;
  return `${label("c.chosen")} FROM ${from} s JOIN (${chosen}) c ON CAST(s.${id(group!)} AS VARCHAR) IS NOT DISTINCT FROM c."#group"`;
}

const calls = {
  log: "ln",
  log10: "log10",
  exp: "exp",
  sqrt: "sqrt",
  abs: "abs",
  round: "round",
  floor: "floor",
  ceil: "ceil",
  min: "least",
  max: "greatest",
} as const;

/** A formula as SQL. What has no value, such as the logarithm of a negative number, is missing. */
export function expressionSql(tree: Expression): string {
  switch (tree.op) {
    case "number":
      return `${tree.value}::DOUBLE`;
    case "text":
      return text(tree.value);
    case "column":
      return id(tree.name);
    case "unary":
      return tree.sign === "-" ? `(-${expressionSql(tree.of)})` : `(NOT ${expressionSql(tree.of)})`;
    case "binary":
      return binarySql(tree.sign, expressionSql(tree.left), expressionSql(tree.right));
    case "call": {
      const of = tree.of.map(expressionSql);
      if (tree.name === "is_missing") return `(${of[0]} IS NULL)`;
      if (tree.name === "if") return `(CASE WHEN ${of[0]} THEN ${of[1]} ELSE ${of[2]} END)`;
      if (tree.name === "log" || tree.name === "log10")
        return `(CASE WHEN ${of[0]} > 0 THEN ${calls[tree.name]}(${of[0]}) END)`;
      return tree.name === "sqrt"
        ? `(CASE WHEN ${of[0]} >= 0 THEN sqrt(${of[0]}) END)`
        : `${calls[tree.name]}(${of.join(", ")})`;
    }
  }
}

function binarySql(sign: string, left: string, right: string): string {
  if (sign === "/") return `(${left}::DOUBLE / nullif(${right}, 0))`;
  if (sign === "^") return `pow(${left}, ${right})`;
  return `(${left} ${sign === "!=" ? "<>" : sign.toUpperCase()} ${right})`;
}

function id(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
