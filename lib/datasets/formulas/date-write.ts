import { civilFromDays, dayOf, microsOfDay } from "./calendar";
import { monthNames, parseFormat, type DateToken } from "./date-format";
import { literal } from "../steps/step";
import { bind } from "./sql";

/** A date as text in a format; null outside of the years 1 to 9999. */
export function writeDate(time: bigint, format: string): string | null {
  const parts = parseFormat(format);
  if (typeof parts === "string") throw new TypeError(parts);
  const { year } = civilFromDays(dayOf(time));
  if (year < 1 || year > 9_999) return null;
  return parts.map((part) => ("token" in part ? tokenText(part.token, time) : part.literal)).join("");
}

function tokenText(token: DateToken, time: bigint): string {
  const { year, month, day } = civilFromDays(dayOf(time));
  const seconds = Math.floor(microsOfDay(time) / 1e6);
  const padded = (value: number) => String(value).padStart(token.length, "0");
  switch (token) {
    case "YYYY":
      return padded(year);
    case "YY":
      return padded(year % 100);
    case "MMMM":
    case "MMM":
      return monthNames[month - 1]!.slice(0, token === "MMM" ? 3 : undefined);
    case "MM":
    case "M":
      return padded(month);
    case "DD":
    case "D":
      return padded(day);
    case "HH":
    case "H":
      return padded(Math.floor(seconds / 3_600));
    case "mm":
      return padded(Math.floor(seconds / 60) % 60);
    case "ss":
      return padded(seconds % 60);
    case "f":
      return String(microsOfDay(time) % 1e6).padStart(6, "0");
  }
}

/** The same as SQL. */
export function writeDateSql(time: string, format: string): string {
  const parts = parseFormat(format);
  if (typeof parts === "string") throw new TypeError(parts);
  const pieces = parts.map((part) => ("token" in part ? tokenSql(part.token) : literal(part.literal)));
  return bind(time, `CASE WHEN year(v) BETWEEN 1 AND 9999 THEN ${["''", ...pieces].join(" || ")} END`);
}

function tokenSql(token: DateToken): string {
  const padded = (sql: string) => `format('{:0${token.length}d}', ${sql})`;
  const list = monthNames.map((name) => literal(token === "MMM" ? name.slice(0, 3) : name));
  const names = `[${list.join(", ")}]`;
  const sql: Record<DateToken, string> = {
    YYYY: padded("year(v)"),
    YY: padded("year(v) % 100"),
    MMMM: `${names}[month(v)]`,
    MMM: `${names}[month(v)]`,
    MM: padded("month(v)"),
    M: padded("month(v)"),
    DD: padded("day(v)"),
    D: padded("day(v)"),
    HH: padded("hour(v)"),
    H: padded("hour(v)"),
    mm: padded("minute(v)"),
    ss: padded("second(v)"),
    f: "format('{:06d}', microsecond(v) % 1000000)",
  };
  return sql[token];
}

/** The same in Python. */
export const writeDatePython = `year, month, day = f_civil(d)
if not 1 <= year <= 9999:
    return None
seconds, fraction = divmod(d % 86_400_000_000, 1_000_000)
parts = {"YYYY": f"{year:04d}", "YY": f"{year % 100:02d}", "MMMM": MONTHS[month - 1],
         "MMM": MONTHS[month - 1][:3], "MM": f"{month:02d}", "M": str(month), "DD": f"{day:02d}",
         "D": str(day), "HH": f"{seconds // 3600:02d}", "H": str(seconds // 3600),
         "mm": f"{seconds // 60 % 60:02d}", "ss": f"{seconds % 60:02d}", "f": f"{fraction:06d}"}
return "".join(parts[token] if token else quoted or plain
               for token, quoted, plain in FORMAT.findall(format))`;
