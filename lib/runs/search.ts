import type { AccessFilter } from "@/lib/auth/access-filter";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { Prisma } from "@/prisma/generated/sqlite/client";
import { parseFilter, type Condition, type Sign } from "./filter";
import type { RunsQuery } from "./schema";

type Found = { id: number; sortValue: number };
const signs: Record<Sign, Prisma.Sql> = {
  "=": Prisma.sql`=`,
  "!=": Prisma.sql`<>`,
  "<": Prisma.sql`<`,
  "<=": Prisma.sql`<=`,
  ">": Prisma.sql`>`,
  ">=": Prisma.sql`>=`,
};

/**
 * The runs of a project that match, in the order asked, a page at a time: their ids, how many match in
 * all, and the cursor to go on from. Runs without the sorted value come last.
 */
export async function searchRuns(
  db: Db,
  projectId: string,
  query: RunsQuery,
  { experimentId, access }: { experimentId: number | null; access: AccessFilter },
): Promise<{ ids: number[]; matching: number; total: number; next: string | null }> {
  const scope = [
    Prisma.sql`r."projectId" = ${projectId}`,
    query.deleted ? Prisma.sql`r."deletedAt" IS NOT NULL` : Prisma.sql`r."deletedAt" IS NULL`,
    ...(experimentId === null ? withinSql(access) : [Prisma.sql`r."experimentId" = ${experimentId}`]),
  ];
  const filtered = [...scope, ...(query.filter ? parseFilter(query.filter).map(conditionSql) : [])];
  const value = sortSql(query);
  const descending = query.order === "desc";
  const page = query.after ? [afterSql(value, descending, cursorOf(query.after))] : [];

  const [found, [counts]] = await Promise.all([
    db.$queryRaw<
      Found[]
    >`SELECT r."id" AS "id", ${value} AS "sortValue" FROM "Run" r WHERE ${Prisma.join([...filtered, ...page], " AND ")} ORDER BY ${descending ? Prisma.sql`2 DESC, 1 DESC` : Prisma.sql`2 ASC, 1 ASC`} LIMIT ${query.limit + 1}`,
    db.$queryRaw<
      { matching: number | bigint; total: number | bigint }[]
    >`SELECT (SELECT count(*) FROM "Run" r WHERE ${Prisma.join(filtered, " AND ")}) AS "matching", (SELECT count(*) FROM "Run" r WHERE ${Prisma.join(scope, " AND ")}) AS "total"`,
  ]);
  const ids = found.slice(0, query.limit).map(({ id }) => Number(id));
  const last = found[query.limit - 1];
  const next = found.length > query.limit && last ? `${last.sortValue}:${last.id}` : null;
  return { ids, matching: Number(counts?.matching ?? 0), total: Number(counts?.total ?? 0), next };
}

/** Runs of the experiments that a access holds. */
function withinSql({ all, but }: AccessFilter): Prisma.Sql[] {
  if (but.length === 0) return all ? [] : [Prisma.sql`1 = 0`];
  return [
    Prisma.sql`r."experimentId" ${all ? Prisma.sql`NOT IN` : Prisma.sql`IN`} (${Prisma.join(but.map(Number))})`,
  ];
}

/** Every name under which a metric of a split was logged, such as `test/f1` and `test_f1`. */
function keysSql(name: string, split: string): Prisma.Sql {
  return Prisma.sql`(SELECT k."id" FROM "MetricKey" k WHERE k."projectId" = r."projectId" AND k."name" = ${name} AND k."split" = ${split})`;
}

/** What runs are sorted by, as a number; the ends of the range stand for "missing". */
function sortSql({ sort, order }: RunsQuery): Prisma.Sql {
  if (sort === "started") return Prisma.sql`r."id"`;
  const last = order === "desc" ? -1e308 : 1e308;
  const metric = sort.match(/^metrics\.(?:(\w+)\/)?(.+)$/);
  if (metric)
    return Prisma.sql`coalesce((SELECT max(m."value") FROM "MetricLatest" m WHERE m."runId" = r."id" AND m."nan" = 0 AND m."keyId" IN ${keysSql(metric[2]!, metric[1] ?? "test")}), ${last})`;
  const param = sort.match(/^params\.(.+)$/);
  if (param)
    return Prisma.sql`coalesce((SELECT ${numeric} FROM "RunParam" p WHERE p."runId" = r."id" AND p."key" = ${param[1]}), ${last})`;
  throw new AppError(
    "INVALID",
    `Runs cannot be sorted by ${sort}. Use started, metrics.<name> or params.<name>.`,
  );
}

/** A param's text as a number; null where it holds anything but digits, a dot, a sign or an exponent. Both databases know these functions. */
const digitsLeft = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "-", "e"].reduce(
  (inner, digit) => Prisma.sql`replace(${inner}, ${digit}, '')`,
  Prisma.sql`p."value"`,
);
const numeric = Prisma.sql`CASE WHEN ${digitsLeft} = '' AND length(replace(replace(p."value", '.', ''), '-', '')) BETWEEN 1 AND 25 AND p."value" NOT LIKE '%.%.%' AND p."value" NOT LIKE '_%-%' AND p."value" NOT LIKE '%e%' THEN CAST(p."value" AS DOUBLE PRECISION) END`;

function conditionSql(condition: Condition): Prisma.Sql {
  const sign = signs[condition.sign];
  switch (condition.on) {
    case "metric":
      return Prisma.sql`EXISTS (SELECT 1 FROM "MetricLatest" m WHERE m."runId" = r."id" AND m."nan" = 0 AND m."keyId" IN ${keysSql(condition.key, condition.split)} AND m."value" ${sign} ${condition.value})`;
    case "param":
      return Prisma.sql`EXISTS (SELECT 1 FROM "RunParam" p WHERE p."runId" = r."id" AND p."key" = ${condition.key} AND ${typeof condition.value === "number" ? Prisma.sql`${numeric} ${sign} ${condition.value}` : Prisma.sql`p."value" ${sign} ${condition.value}`})`;
    case "status":
      return Prisma.sql`r."status" ${sign} ${condition.value.toUpperCase()}`;
    case "name":
      return Prisma.sql`r."name" ${sign} ${condition.value}`;
    case "data": {
      const [, name, number] = condition.value.match(/^(?:(.*?)[ @])?v?(\d+)$/) ?? [];
      if (!number)
        throw new AppError(
          "INVALID",
          `data is a version, such as v3 or neo-approaches@v3; "${condition.value}" is not.`,
        );
      const matches = Prisma.sql`EXISTS (SELECT 1 FROM "DatasetVersion" v JOIN "Dataset" d ON d."id" = v."datasetId" WHERE v."id" = r."datasetVersionId" AND v."number" = ${Number(number)} ${name ? Prisma.sql`AND d."name" = ${name}` : Prisma.empty})`;
      return condition.sign === "=" ? matches : Prisma.sql`NOT ${matches}`;
    }
  }
}

function afterSql(value: Prisma.Sql, descending: boolean, cursor: { value: number; id: number }): Prisma.Sql {
  const beyond = descending ? Prisma.sql`<` : Prisma.sql`>`;
  return Prisma.sql`(${value} ${beyond} ${cursor.value} OR (${value} = ${cursor.value} AND r."id" ${beyond} ${cursor.id}))`;
}

function cursorOf(text: string): { value: number; id: number } {
  const [value, id] = text.split(":").map(Number);
  if (value === undefined || id === undefined || Number.isNaN(value) || !Number.isInteger(id))
    throw new AppError("INVALID", "after: expected the cursor of the page before.");
  return { value, id };
}
