import type { DuckDBConnection } from "@duckdb/node-api";
import { missingCodes, type KeptAsText } from "@/lib/datasets/import-note";
import { literal } from "@/lib/datasets/steps/step";
import type { ColumnType } from "@/lib/frame/frame";
import { keepsMicroseconds, type Decided, type OpenColumn, type TextTable } from "./text-table";

const listed = (codes: readonly string[]) => codes.map(literal).join(", ");
const safe = Number.MAX_SAFE_INTEGER;
/** More digits than any program writes for a double. */
const digitsAtMost = 40;
const full = (pattern: string) => `regexp_full_match(cell, '${pattern}')`;
const tooManyDigits = String.raw`[-+]?\d{16,}`;

/** What each cell is asked, by the name of the answer. */
const asked = {
  is_boolean: `lower(cell) IN ('true', 'false')`,
  is_integer: `${full(String.raw`-?(0|[1-9]\d{0,15})`)}
    AND TRY_CAST(cell AS BIGINT) BETWEEN -${safe} AND ${safe}`,
  like_number: full(String.raw`[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?`),
  infinite: `regexp_full_match(cell, '[-+]?inf(inity)?', 'i')`,
  zeros: String.raw`regexp_matches(cell, '^[-+]?0\d')`,
  too_whole: `${full(tooManyDigits)}
    AND NOT coalesce(TRY_CAST(cell AS HUGEINT) BETWEEN -${safe} AND ${safe}, false)`,
  big_part: `${full(String.raw`[-+]?\d{16,}\.\d*`)} AND NOT abs(TRY_CAST(cell AS DOUBLE)) <= ${safe}`,
  comma: full(String.raw`[-+]?([1-9]\d{0,14}|0)(,\d{1,15})?`),
  comma_groups: String.raw`NOT contains(cell, ',') OR ${full(String.raw`[-+]?[1-9]\d{0,2},\d{3}`)}`,
  thousands: full(String.raw`[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?`),
  dot_groups: full(String.raw`[-+]?(\d{1,3}|[1-9]\d{0,2}(\.\d{3})+)`),
  day_month: full(String.raw`\d{1,2}[-/.]\d{1,2}[-/.](\d{2}|\d{4})([ T].*)?`),
  is_date: `${full(String.raw`\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z?)?`)}
    AND coalesce(${keepsMicroseconds("TRY_CAST(cell AS TIMESTAMP)")}, false)`,
  separated: full(String.raw`[-+]?\d[\d.,]*`),
  year_first: full(String.raw`\d{4}[/.]\d{1,2}[/.]\d{1,2}([ T].*)?`),
  is_time: full(String.raw`\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}\.\d+Z?`),
};

const digitsOf = (text: string) =>
  `regexp_replace(regexp_replace(${text}, '[eE].*$', ''), '[^0-9]', '', 'g')`;
/** Whether a number written with many digits is a double written out: the double has the same digits. */
const ofDouble = (digits: string, value: string) =>
  `${digits} = ${digitsOf(`format('{:.' || (strlen(${digits}) - 1) || 'e}', abs(${value}))`)}`;
const keptDigits = (digits: string, value: string) => `CASE WHEN strlen(${digits}) <= 15 THEN true
    WHEN strlen(${digits}) > ${digitsAtMost} THEN false ELSE ${ofDouble(digits, value)} END`;
/** What is a number to its last digit but for rounding; 1e-400, which would be zero, is none. */
const numeric = `code IS NULL AND like_number AND NOT zeros AND NOT too_whole AND isfinite(value)
  AND (value <> 0 OR digits = '') AND (exact OR NOT big_part)`;
const exact = keptDigits("digits", "value");

/** Whether the double that is read of a cell keeps all of its digits. */
export function digitsKept(cell: string, value: string): string {
  return keptDigits(`ltrim(${digitsOf(cell)}, '0')`, value);
}

const all = (answer: string) => `coalesce(bool_and(${answer}), false)`;
const any = (answer: string) => `coalesce(bool_or(${answer}), false)`;
/** What is asked of a column. */
const answers = {
  is_boolean: all("is_boolean"),
  is_integer: all("is_integer"),
  is_number: `${all("is_numeric OR infinite")} AND ${any("is_numeric")}`,
  like_number: all("like_number OR infinite"),
  is_comma: `${all("comma")} AND NOT ${all("comma_groups")}`,
  is_thousands: `${all("thousands")} AND ${any("contains(cell, ',')")}`,
  is_dots: `${all("dot_groups")} AND ${any("contains(cell, '.')")}`,
  is_day_month: all("day_month"),
  is_date: all("is_date"),
  is_time: all("is_time"),
  separated: all("separated"),
  year_first: all("year_first"),
  has_dot: any("contains(cell, '.')"),
  has_zeros: any("zeros"),
  infinities: "count(*) FILTER (infinite)::DOUBLE",
  rounded: "count(*) FILTER (is_numeric AND NOT exact)::DOUBLE",
  example: `left(coalesce(min(cell) FILTER (NOT is_numeric), min(cell) FILTER (NOT exact),
    min(cell) FILTER (contains(cell, '.'))), 60)`,
};
type Answers = Partial<Record<keyof typeof answers, unknown>>;

/**
 * Reads every cell of some columns by regular expressions. Cells are stacked, so that one set of conditions
 * serves all columns: a set for each would take memory and minutes by their number.
 */
export async function readClosely(
  connection: DuckDBConnection,
  { relation, codes, ...marks }: TextTable,
  open: readonly { name: string; i: number }[],
): Promise<Map<number, Decided>> {
  if (open.length === 0) return new Map();
  const columns = open.map(({ i }) => `c${i}`).join(", ");
  const own = open.flatMap(({ i }, at) =>
    codes?.has(i) ? [`WHEN place = ${at} THEN ${codedBy(codes.get(i)!)}`] : [],
  );
  const select = (parts: Record<string, string>) =>
    Object.entries(parts).map(([name, sql]) => `${sql} AS ${name}`);
  const reader = await connection.runAndReadAll(`
    WITH stacked AS (
      SELECT unnest([${columns}]) AS raw, unnest(range(${open.length})) AS place FROM ${relation}
    ),
    cells AS (SELECT place, trim(raw) AS cell FROM stacked),
    coded AS (
      SELECT *, CASE WHEN cell IS NULL THEN '' ${own.join(" ")} ELSE ${codedBy(missingCodes)} END AS code
      FROM cells
    ),
    seen AS (
      SELECT *, ${select(asked).join(", ")},
        TRY_CAST(cell AS DOUBLE) AS value, ltrim(${digitsOf("cell")}, '0') AS digits
      FROM coded
    ),
    judged AS (
      SELECT *, coalesce(${numeric}, false) AS is_numeric
      FROM (SELECT *, coalesce(${exact}, false) AS exact FROM seen)
    )
    SELECT place::INTEGER AS place, code, count(*)::DOUBLE AS count, ${select(answers).join(", ")}
    FROM judged GROUP BY place, code`);
  const groups = Map.groupBy(reader.getRowObjectsJson(), ({ place }) => Number(place));
  return new Map(open.map(({ name, i }, at) => [i, decide(name, groups.get(at) ?? [], marks)]));
}

/** The code that a cell is, if it is one. */
function codedBy(codes: readonly string[]): string {
  return `CASE WHEN cell IN (${listed(["", ...codes])}) THEN cell END`;
}

type Marks = Pick<TextTable, "decimalComma" | "dotThousands" | "asked">;

function decide(name: string, groups: readonly Record<string, unknown>[], marks: Marks): Decided {
  const coded = groups.filter(({ code }) => code !== null);
  const column: Answers = groups.find(({ code }) => code === null) ?? {};
  const type = typeOf(column, marks);
  const notFinite = type === "number" ? Number(column.infinities) : 0;
  const rounded = type === "number" ? Number(column.rounded) : 0;
  const why = type === "text" ? whyText(column, marks) : null;
  const example = String(column.example ?? "");
  const counts = coded.map(({ code, count }) => [String(code), Number(count)] as const);
  counts.sort(([a], [b]) => (a < b ? -1 : 1));
  const met = counts.map(([code]) => code).filter((code) => code !== "");
  const comma = type === "number" && column.is_number !== true;
  return {
    reading: { type, trims: true, comma, groups: "", codes: met },
    missing: counts.reduce((sum, [, count]) => sum + count, 0) + notFinite,
    open: type === "text" ? openOf(column, example) : null,
    note: {
      column: name,
      missing: Object.fromEntries(counts),
      ...(notFinite > 0 ? { notFinite } : {}),
      ...(why ? { kept: { why, example } } : {}),
      ...(rounded > 0 ? { rounded: { count: rounded, example } } : {}),
    },
  };
}

/** What a column that stays text by its type alone may be none the less, in one way of writing or several. */
function openOf(column: Answers, example: string): OpenColumn | null {
  if (column.is_day_month || column.year_first) return { kind: "date", example };
  return column.separated && !column.has_zeros ? { kind: "number", example } : null;
}

function typeOf(column: Answers, { decimalComma, dotThousands, asked: forms = {} }: Marks): ColumnType {
  if (column.is_boolean) return "boolean";
  if (dotThousands && column.is_dots) return "text";
  if (forms.decimal === "," && column.has_dot && column.separated) return "text";
  if (column.is_integer) return "integer";
  // 1,234 is one number with a decimal comma and another with thousands: such a column stays text, digit for
  // digit.
  if (column.is_number || (decimalComma && column.is_comma)) return "number";
  return column.is_date ? "date" : "text";
}

function whyText(column: Answers, { dotThousands }: Marks): KeptAsText | null {
  if (column.is_thousands || (dotThousands && column.is_dots)) return "thousands";
  if (column.is_day_month) return "day or month";
  if (column.is_time) return "digits";
  if (!column.like_number) return null;
  return column.has_zeros ? "leading zeros" : "digits";
}
