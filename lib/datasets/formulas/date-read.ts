import { daysFromCivil, daysInMonth, timeOf } from "./calendar";
import {
  monthNames,
  parseFormat,
  patternOfFormat,
  tokensOf,
  type DateToken,
  type FormatPart,
} from "./date-format";
import { literal } from "../steps/step";
import { bind } from "./sql";

function partsOf(format: string): FormatPart[] {
  const parts = parseFormat(format);
  if (typeof parts === "string") throw new TypeError(parts);
  return parts;
}

const compiled = new Map<string, { pattern: RegExp; tokens: DateToken[] }>();
function compile(format: string) {
  const known = compiled.get(format);
  if (known) return known;
  if (compiled.size >= 200) compiled.clear();
  const parts = partsOf(format);
  // A pattern of fixed parts one after the other: no text makes it go back far.
  const made = { pattern: new RegExp(`^${patternOfFormat(parts)}$`), tokens: tokensOf(parts) };
  compiled.set(format, made);
  return made;
}

/** The date in a text of that format, or null. */
export function readDate(text: string, format: string): bigint | null {
  const { pattern, tokens } = compile(format);
  const match = pattern.exec(text);
  if (!match) return null;
  const cells = new Map(tokens.map((token, i) => [token, match[i + 1]!]));
  const of = (fallback: number, ...names: DateToken[]) => {
    const name = names.find((one) => cells.has(one));
    return name === undefined ? fallback : numberOf(name, cells.get(name)!);
  };
  const [year, month] = [of(0, "YYYY", "YY"), of(1, "MMMM", "MMM", "MM", "M")];
  const [day, hour, minute, second] = [of(1, "DD", "D"), of(0, "HH", "H"), of(0, "mm"), of(0, "ss")];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  return timeOf(daysFromCivil({ year, month, day }), ((hour * 60 + minute) * 60 + second) * 1e6 + of(0, "f"));
}

function numberOf(token: DateToken, cell: string): number {
  if (token === "YY") return Number(cell) + (Number(cell) < 69 ? 2_000 : 1_900);
  if (token === "f") return Number(cell.padEnd(6, "0"));
  if (token !== "MMM" && token !== "MMMM") return Number(cell);
  const length = token === "MMM" ? 3 : undefined;
  return monthNames.findIndex((name) => name.slice(0, length).toLowerCase() === cell.toLowerCase()) + 1;
}

/** The same as SQL. */
export function readDateSql(text: string, format: string): string {
  const parts = partsOf(format);
  const tokens = tokensOf(parts);
  const pattern = literal(`^${patternOfFormat(parts)}$`);
  const cell = (names: DateToken[], fallback: string) => {
    const at = tokens.findIndex((token) => names.includes(token));
    return at === -1 ? fallback : cellSql(tokens[at]!, `v.g${at}`);
  };
  const day = [cell(["YYYY", "YY"], ""), cell(["MMMM", "MMM", "MM", "M"], "'01'"), cell(["DD", "D"], "'01'")];
  const clock = [cell(["HH", "H"], "'00'"), cell(["mm"], "'00'"), cell(["ss"], "'00'")];
  const iso = `${day.join(" || '-' || ")} || ' ' || ${clock.join(" || ':' || ")}`;
  const hours = cell(["HH", "H"], "'00'");
  const fraction = cell(["f"], "'0'");
  const groups = tokens.map((_, i) => `'g${i}'`).join(", ");
  const year = cell(["YYYY", "YY"], "''");
  return bind(
    `regexp_extract(${text}, ${pattern}, [${groups}])`,
    `CASE WHEN ${year} <> '0000' AND ${hours} < '24' AND ${cell(["ss"], "'00'")} < '60'
      THEN TRY_CAST(${iso} || '.' || ${fraction} AS TIMESTAMP) END`,
  );
}

function cellSql(token: DateToken, cell: string): string {
  if (token === "YY") return `(CASE WHEN ${cell} < '69' THEN '20' ELSE '19' END || ${cell})`;
  if (token === "MMM" || token === "MMMM") {
    const names = monthNames.map((name) => literal(name.slice(0, token === "MMM" ? 3 : 99).toLowerCase()));
    return `lpad(CAST(list_position([${names.join(", ")}], lower(${cell})) AS VARCHAR), 2, '0')`;
  }
  return token === "M" || token === "D" || token === "H" ? `lpad(${cell}, 2, '0')` : cell;
}

/** The same in Python. */
export const readDatePython = `pattern, tokens = f_date_format(format)
match = re.fullmatch(pattern, text)
if not match:
    return None
year, month, day, hour, minute, second, fraction = 0, 1, 1, 0, 0, 0, 0
for token, cell in zip(tokens, match.groups()):
    if token == "YYYY":
        year = int(cell)
    elif token == "YY":
        year = int(cell) + (2000 if int(cell) < 69 else 1900)
    elif token in ("MMM", "MMMM"):
        names = [name[:3].lower() if token == "MMM" else name.lower() for name in MONTHS]
        month = names.index(cell.lower()) + 1 if cell.lower() in names else 0
    elif token in ("MM", "M"):
        month = int(cell)
    elif token in ("DD", "D"):
        day = int(cell)
    elif token in ("HH", "H"):
        hour = int(cell)
    elif token == "mm":
        minute = int(cell)
    elif token == "ss":
        second = int(cell)
    else:
        fraction = int(cell.ljust(6, "0"))
if hour > 23 or minute > 59 or second > 59:
    return None
try:
    moment = datetime(year, month, day, hour, minute, second, fraction)
except ValueError:
    return None
return (moment - datetime(1970, 1, 1)) // timedelta(microseconds=1)`;
