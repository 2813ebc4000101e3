import {
  civilFromDays,
  dayMicros,
  dayOf,
  daysFromCivil,
  daysInMonth,
  floorDiv,
  microsOfDay,
  timeOf,
  type Civil,
} from "./calendar";
import { wrongFormat, wrongReading } from "./date-format";
import { readDate, readDatePython, readDateSql } from "./date-read";
import {
  shiftDate,
  shiftDatePython,
  shiftDateSql,
  unitsBetween,
  unitsBetweenPython,
  unitsBetweenSql,
} from "./date-shift";
import { writeDate, writeDatePython, writeDateSql } from "./date-write";
import { date, functionGroup, number, text, textConstant, type FormulaFunction } from "./function";
import { bindAll } from "./sql";
import { microsOf, monthsOf, wrongUnit } from "./units";

type DatePart = { says: string; example: FormulaFunction["example"]; sql: string; python: string } & {
  run: (civil: Civil, time: bigint) => number;
};

/** A number that a date has. */
function partOfDate({ sql, run, python, ...rest }: DatePart): FormulaFunction {
  return {
    group: "Dates",
    params: [date("d")],
    result: "number",
    sql: ([d]) => `CAST(${sql}(${d}) AS DOUBLE)`,
    run: (d: bigint) => run(civilFromDays(dayOf(d)), d),
    python: `return float(${python})`,
    ...rest,
  };
}

const unit = textConstant("unit", wrongUnit);
const isoFormat = "YYYY-MM-DD";

/** Functions of dates, which are times in UTC. */
export const dateFunctions = functionGroup({
  date: {
    group: "Dates",
    params: [text("text"), textConstant("format", wrongReading)],
    optional: 1,
    result: "date",
    says: "The date in a text of a format, YYYY-MM-DD unless said; missing where it is none.",
    example: ["date('31.01.2020', 'DD.MM.YYYY')", "2020-01-31"],
    sql: ([t], { constants: [, format] }) => readDateSql(t!, String(format ?? isoFormat)),
    run: (t: string, format = isoFormat) => readDate(t, format),
    python: readDatePython.replace("f_date_format(format)", `f_date_format(format or "${isoFormat}")`),
  },
  make_date: {
    group: "Dates",
    params: [number("year"), number("month"), number("day")],
    result: "date",
    says: "The date of a year, month and day; missing where there is no such day in the years 1 to 9999.",
    example: ["make_date(2020, 2, 29)", "2020-02-29"],
    sql: ([y, m, d]) => bindAll({ y: y!, m: m!, d: d! }, makeDateSql),
    run: (year: number, month: number, day: number) => {
      if (![year, month, day].every(Number.isInteger) || month < 1 || month > 12) return null;
      if (year < 1 || year > 9_999 || day < 1 || day > daysInMonth(year, month)) return null;
      return timeOf(daysFromCivil({ year, month, day }), 0);
    },
    python: `try:
    whole = all(v == math.trunc(v) for v in (year, month, day))
    return (datetime(int(year), int(month), int(day)) - datetime(1970, 1, 1)).days * DAY if whole else None
except (ValueError, OverflowError):
    return None`,
  },
  year: partOfDate({
    says: "The year of a date.",
    example: ["year('2020-01-31')", 2020],
    sql: "year",
    run: ({ year }) => year,
    python: "f_civil(d)[0]",
  }),
  month: partOfDate({
    says: "The month of a date, 1 to 12.",
    example: ["month('2020-01-31')", 1],
    sql: "month",
    run: ({ month }) => month,
    python: "f_civil(d)[1]",
  }),
  day: partOfDate({
    says: "The day of the month of a date, 1 to 31.",
    example: ["day('2020-01-31')", 31],
    sql: "day",
    run: ({ day }) => day,
    python: "f_civil(d)[2]",
  }),
  weekday: partOfDate({
    says: "The day of the week of a date, 1 for Monday to 7 for Sunday.",
    example: ["weekday('2020-01-31')", 5],
    sql: "isodow",
    run: (_, time) => ((((dayOf(time) + 3) % 7) + 7) % 7) + 1,
    python: "(d // DAY + 3) % 7 + 1",
  }),
  day_of_year: partOfDate({
    says: "The day of the year of a date, 1 to 366.",
    example: ["day_of_year('2020-12-31')", 366],
    sql: "dayofyear",
    run: ({ year }, time) => dayOf(time) - daysFromCivil({ year, month: 1, day: 1 }) + 1,
    python: "d // DAY - f_days(f_civil(d)[0], 1, 1) + 1",
  }),
  quarter: partOfDate({
    says: "The quarter of a date, 1 to 4.",
    example: ["quarter('2020-05-01')", 2],
    sql: "quarter",
    run: ({ month }) => Math.floor((month + 2) / 3),
    python: "(f_civil(d)[1] + 2) // 3",
  }),
  hour: partOfDate({
    says: "The hour of a date, 0 to 23.",
    example: ["hour('2020-01-31 14:30')", 14],
    sql: "hour",
    run: (_, time) => Math.floor(microsOfDay(time) / 3_600e6),
    python: "d % DAY // 3_600_000_000",
  }),
  minute: partOfDate({
    says: "The minute of a date, 0 to 59.",
    example: ["minute('2020-01-31 14:30')", 30],
    sql: "minute",
    run: (_, time) => Math.floor(microsOfDay(time) / 60e6) % 60,
    python: "d // 60_000_000 % 60",
  }),
  second: {
    group: "Dates",
    params: [date("d")],
    result: "number",
    says: "The seconds of a date, from 0 to below 60, with their fraction.",
    example: ["second('2020-01-31 14:30:05.5')", 5.5],
    sql: ([d]) => `(microsecond(${d}) / 1000000::DOUBLE)`,
    run: (d: bigint) => (microsOfDay(d) % 60e6) / 1e6,
    python: "return d % 60_000_000 / 1e6",
  },
  date_add: {
    group: "Dates",
    params: [date("d"), number("n"), unit],
    result: "date",
    says: "A date so many units later: seconds to weeks, also in part; whole months, quarters or years.",
    example: ["date_add('2020-01-31', 1, 'month')", "2020-02-29"],
    sql: ([d, n], { constants: [, , of] }) => shiftDateSql(d!, n!, String(of)),
    run: shiftDate,
    python: shiftDatePython,
  },
  date_diff: {
    group: "Dates",
    params: [date("a"), date("b"), unit],
    result: "number",
    says: "How many units b is later than a: with their fraction up to weeks, else the whole ones.",
    example: ["date_diff('2020-01-31', '2020-03-01', 'month')", 1],
    sql: ([a, b], { constants: [, , of] }) => unitsBetweenSql(a!, b!, String(of)),
    run: unitsBetween,
    python: unitsBetweenPython,
  },
  truncate: {
    group: "Dates",
    params: [date("d"), unit],
    result: "date",
    says: "The beginning of the unit in which a date lies; weeks begin on Monday.",
    example: ["truncate('2020-05-17 14:30', 'month')", "2020-05-01"],
    sql: ([d], { constants: [, of] }) => `CAST(date_trunc('${of}', ${d}) AS TIMESTAMP)`,
    run: truncateDate,
    python: `months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
if months is None:
    size = MICROS[unit]
    return d - (d + (3 * DAY if unit == "week" else 0)) % size
year, month, day = f_civil(d)
return f_days(year, (month - 1) // months * months + 1, 1) * DAY`,
  },
  format_date: {
    group: "Dates",
    params: [date("d"), textConstant("format", wrongFormat)],
    result: "text",
    says: "A date as text of a format, such as DD.MM.YYYY HH:mm:ss; missing outside of the years 1 to 9999.",
    example: ["format_date('2020-01-31', 'D MMMM YYYY')", "31 January 2020"],
    sql: ([d], { constants: [, format] }) => writeDateSql(d!, String(format)),
    run: writeDate,
    python: writeDatePython,
  },
});

const makeDateSql = `CASE WHEN v.y = trunc(v.y) AND v.m = trunc(v.m) AND v.d = trunc(v.d)
  AND v.y BETWEEN 1 AND 9999 AND v.m BETWEEN 1 AND 12 AND v.d BETWEEN 1 AND 31
  THEN TRY_CAST(format('{:04d}-{:02d}-{:02d}', CAST(v.y AS BIGINT), CAST(v.m AS BIGINT), CAST(v.d AS BIGINT))
    AS TIMESTAMP) END`;

function truncateDate(d: bigint, of: string): bigint | null {
  const micros = microsOf(of);
  if (micros !== null) {
    // The first day of 1970 was a Thursday.
    const shift = of === "week" ? 3n * dayMicros : 0n;
    return floorDiv(d + shift, BigInt(micros)) * BigInt(micros) - shift;
  }
  const { year, month } = civilFromDays(dayOf(d));
  const first = Math.floor((month - 1) / monthsOf(of)) * monthsOf(of) + 1;
  return BigInt(daysFromCivil({ year, month: first, day: 1 })) * dayMicros;
}
