import { numeric } from "./form";
import { trainingRows } from "./learned";
import type { HeldColumn, Place } from "./step";

type Target = HeldColumn & { isClasses: boolean };

/** What is learned of a column and the target, as JSON, over the training rows that have both. */
export function associationSql(
  column: HeldColumn,
  target: Target,
  place: Place,
  by: "test" | "mutual information" = "test",
): string {
  const rows = `(SELECT ${column.id} AS a, ${target.id} AS b FROM ${trainingRows(place)}
    WHERE ${column.id} IS NOT NULL AND ${target.id} IS NOT NULL)`;
  const isNumber = numeric.includes(column.type);
  if (by === "mutual information")
    return informationSql(rows, isNumber, numeric.includes(target.type) && !target.isClasses);
  if (target.isClasses) return isNumber ? varianceSql(rows, "a", "b") : countsSql(rows);
  const none = "to_json({'test': 'regression', 'n': 0, 'explained': NULL, 'rest': NULL})";
  return isNumber ? `SELECT coalesce((${regressionSql(rows)}), ${none})` : varianceSql(rows, "b", "a");
}

/** A number less its mean, by its largest distance from it: no square is then too large, F is the same. */
function centred(value: string, rows: string, others: string): string {
  const x = `CAST(${value} AS DOUBLE)`;
  return `(SELECT d / nullif(max(abs(d)) OVER (), 0) AS d, ${others} FROM
    (SELECT ${x} - avg(${x}) OVER () AS d, ${others} FROM ${rows}))`;
}

const finite = (sql: string) => `CASE WHEN isfinite(${sql}) THEN ${sql} END`;

/** Squares between the means of groups, and within groups. */
function varianceSql(rows: string, value: string, group: string): string {
  const cells = centred(value, rows, group);
  return `SELECT to_json({'test': 'anova', 'n': coalesce(sum(n), 0)::BIGINT, 'groups': count(*),
      'between': ${finite("sum(n * (m - mean) * (m - mean))")},
      'within': ${finite("sum(inner_squares)")}})
    FROM (SELECT count(*) AS n, any_value(m) AS m, any_value(mean) AS mean,
        sum((d - m) * (d - m)) AS inner_squares
      FROM (SELECT ${group}, d, avg(d) OVER (PARTITION BY ${group}) AS m,
          avg(d) OVER () AS mean FROM ${cells})
      GROUP BY ${group})`;
}

/** Squares of the target that a line explains, and the rest, as shares of all. */
function regressionSql(rows: string): string {
  const first = centred("a", rows, "b");
  const cells = `(SELECT d AS x, e / nullif(max(abs(e)) OVER (), 0) AS y FROM
    (SELECT d, CAST(b AS DOUBLE) - avg(CAST(b AS DOUBLE)) OVER () AS e FROM ${first}))`;
  return `SELECT to_json({'test': 'regression', 'n': n, 'explained': ${finite("r * r")},
      'rest': ${finite("rest")}})
    FROM (SELECT count(*) AS n, sxy / sqrt(sxx * syy) AS r,
        sum((y - x * sxy / sxx) * (y - x * sxy / sxx)) / syy AS rest
      FROM (SELECT x - avg(x) OVER () AS x, y - avg(y) OVER () AS y FROM ${cells}),
        (SELECT sum(x * y) AS sxy, nullif(sum(x * x), 0) AS sxx, nullif(sum(y * y), 0) AS syy FROM
          (SELECT x - avg(x) OVER () AS x, y - avg(y) OVER () AS y FROM ${cells}))
      GROUP BY sxy, sxx, syy)`;
}

/** The tenth that a number lies in, as how many of the nine ends of tenths (type 7) are below it. */
function tenthOf(value: string, edges: string): string {
  const ends = Array.from(
    { length: 9 },
    (_, i) => `(CAST(${value} AS DOUBLE) > ${edges}[${i + 1}])::INTEGER`,
  );
  return ends.join(" + ");
}

/** What the counts of pairs say of each other: the sum of p(a, b) ln(p(a, b) / (p(a) p(b))). */
function informationSql(rows: string, tenthsOfA: boolean, tenthsOfB: boolean): string {
  const ends = "[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]";
  const cut = (value: string, isCut: boolean) => (isCut ? tenthOf(value, `e${value}`) : value);
  const edges = [
    ...(tenthsOfA ? [`quantile_cont(CAST(a AS DOUBLE), ${ends}) AS ea`] : []),
    ...(tenthsOfB ? [`quantile_cont(CAST(b AS DOUBLE), ${ends}) AS eb`] : []),
  ];
  const from = edges.length > 0 ? `known_rows, (SELECT ${edges.join(", ")} FROM known_rows)` : "known_rows";
  return `WITH known_rows AS MATERIALIZED (SELECT * FROM ${rows}),
    cells AS (SELECT ${cut("a", tenthsOfA)} AS a, ${cut("b", tenthsOfB)} AS b FROM ${from}),
    pairs AS (SELECT a, b, count(*)::DOUBLE AS n FROM cells GROUP BY a, b),
    firsts AS (SELECT a, sum(n) AS n FROM pairs GROUP BY a),
    seconds AS (SELECT b, sum(n) AS n FROM pairs GROUP BY b),
    known AS (SELECT coalesce(sum(n), 0) AS n FROM pairs)
    SELECT to_json({'test': 'mutual information', 'n': (SELECT n FROM known)::BIGINT,
      'rows': (SELECT count(*) FROM firsts), 'groups': (SELECT count(*) FROM seconds),
      'statistic': (SELECT greatest(0, sum(pairs.n / known.n * ln(pairs.n * known.n / (firsts.n * seconds.n))
          ORDER BY pairs.n, firsts.n, seconds.n))
        FROM pairs JOIN firsts USING (a) JOIN seconds USING (b), known)})`;
}

/** How far the counts of pairs are from those of columns that know nothing of each other. */
function countsSql(rows: string): string {
  return `WITH pairs AS (SELECT a, b, count(*)::DOUBLE AS n FROM ${rows} GROUP BY a, b),
    firsts AS (SELECT a, sum(n) AS n FROM pairs GROUP BY a),
    seconds AS (SELECT b, sum(n) AS n FROM pairs GROUP BY b),
    known AS (SELECT coalesce(sum(n), 0) AS n FROM pairs),
    met AS (SELECT pairs.n AS o, firsts.n * seconds.n / known.n AS e
      FROM pairs JOIN firsts USING (a) JOIN seconds USING (b), known)
    SELECT to_json({'test': 'chi-squared', 'n': (SELECT n FROM known)::BIGINT,
      'rows': (SELECT count(*) FROM firsts), 'groups': (SELECT count(*) FROM seconds),
      'statistic': ${finite("any_value(s)")}, 'small': any_value(small)})
    FROM (SELECT (SELECT sum((o - e) * (o - e) / e) FROM met) + (SELECT max(n) FROM known)
        - (SELECT sum(e) FROM met) AS s,
      (SELECT count(*) FROM firsts, seconds, known WHERE firsts.n * seconds.n / known.n < 5) AS small)`;
}
