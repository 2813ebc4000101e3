import { pythonNear } from "./python-near";
import { pythonRows } from "./python-rows";
import { pythonShapes } from "./python-shapes";
import { pythonTables } from "./python-tables";
import { formulaFunctions, type FunctionName } from "../formulas/functions";

/** What every script begins with: reading, columns by kind, and functions row by row. */
export const pythonImports = `import calendar
import hashlib
import itertools
import json
import math
import operator
import re
import sys
import unicodedata
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

nan = float("nan")
`;

const core = `DTYPES = {"text": "string", "boolean": "boolean", "integer": "Int64"}
ARROW = {"text": pa.string(), "boolean": pa.bool_(), "integer": pa.int64(),
         "number": pa.float64(), "date": pa.timestamp("us")}


def read(path, schema):
    """The rows of a version, in their order; the index is the number of each row."""
    table = pq.read_table(path, columns=[name for name, _ in schema])
    table = table.cast(pa.schema([(name, ARROW[kind]) for name, kind in schema]))
    return pd.DataFrame({name: column(table[name].cast(pa.int64()).to_pylist() if kind == "date"
                                      else table[name].to_pylist(), kind, range(len(table)))
                         for name, kind in schema})


def column(values, kind, index):
    """A column of a kind from its cells, or from one value for all of them; None is missing."""
    if not isinstance(values, list):
        values = [values] * len(index)
    if kind == "number":
        cells = np.array([nan if v is None else v for v in values], dtype="float64")
        return pd.Series(np.where(np.isfinite(cells), cells, nan), index=index)
    if kind == "date":
        missing = np.iinfo("int64").min
        return pd.Series(np.array([missing if v is None else v for v in values], dtype="int64")
                         .view("datetime64[us]"), index=index)
    return pd.Series([pd.NA if v is None else v for v in values], index=index, dtype=DTYPES[kind])


def cells(values):
    """The cells of a column as plain values: None where one is missing, dates as microseconds since 1970."""
    if not isinstance(values, pd.Series):
        gone = values is None or values is pd.NA or isinstance(values, float) and math.isnan(values)
        return itertools.repeat(None if gone else values)
    missing = values.isna().tolist()
    if values.dtype.kind == "M":
        values = values.astype("datetime64[us]").astype("int64")
    return [None if gone else value for value, gone in zip(values.tolist(), missing)]


def each(kind, sees_missing=False):
    """A function of single values as one of columns; missing where an argument is, unless it sees that."""
    def decorate(function):
        def call(values):
            if not sees_missing and None in values:
                return None
            try:
                value = function(*values)
            except (ValueError, OverflowError, ZeroDivisionError):
                return None
            return None if isinstance(value, float) and not math.isfinite(value) else value

        def over(*args, kind=kind):
            columns = [arg for arg in args if isinstance(arg, pd.Series)]
            if not columns:
                return call(args)
            return column([call(row) for row in zip(*map(cells, args))], kind, columns[0].index)
        return over
    return decorate


def number(values):
    return pd.Series(values.to_numpy(dtype="float64", na_value=nan), index=values.index)


def integer(values):
    return column([None if v is None else int(v) for v in cells(values)], "integer", values.index)


def finite(values):
    return values.where(np.isfinite(values))


def divide(a, b):
    """a / b, and nothing where b is 0 or the quotient is not finite."""
    if isinstance(b, pd.Series):
        return finite(a / b.where(b != 0))
    return finite(a / (nan if b == 0 else b))


OPERATORS = {"==": operator.eq, "!=": operator.ne, "<": operator.lt,
             "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def put(df, columns):
    """The rows with new columns, all of them made of the columns as they were."""
    df = df.copy()
    for name, values in columns.items():
        df[name] = values
    return df


def look_up(keys, pairs, otherwise, kind):
    """The value beside each key, or what is otherwise."""
    found = [other if key not in pairs else pairs[key] for key, other in zip(cells(keys), cells(otherwise))]
    return column(found, kind, keys.index)


def compare(sign, a, b):
    """Whether two columns compare so; missing where one of them is."""
    return each("boolean")(OPERATORS[sign])(a, b)
`;

const dates = `DAY = 86_400_000_000
FIRST, LAST = -62_135_596_800_000_000, 253_402_300_799_999_999
MICROS = {"second": 1e6, "minute": 60e6, "hour": 3_600e6, "day": 86_400e6, "week": 604_800e6}
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
          "September", "October", "November", "December"]
FORMAT = re.compile(r"(YYYY|YY|MMMM|MMM|MM|M|DD|D|HH|H|mm|ss|f)|\\[([^\\]]*)\\]|(.)", re.DOTALL)
PARTS = {"YYYY": "([0-9]{4})", "YY": "([0-9]{2})", "MMMM": "([A-Za-z]{3,9})", "MMM": "([A-Za-z]{3})",
         "MM": "([0-9]{2})", "M": "([0-9]{1,2})", "DD": "([0-9]{2})", "D": "([0-9]{1,2})",
         "HH": "([0-9]{2})", "H": "([0-9]{1,2})", "mm": "([0-9]{2})", "ss": "([0-9]{2})",
         "f": "([0-9]{1,6})"}


def f_date_format(format):
    """The pattern of a format such as DD.MM.YYYY, and its parts."""
    found = FORMAT.findall(format)
    pattern = "".join(PARTS[token] if token else re.escape(quoted or plain)
                      for token, quoted, plain in found)
    return pattern, [token for token, _, _ in found if token]


def f_civil(d):
    """Year, month and day of a time, in a calendar that is Gregorian for all time."""
    z = d // DAY + 719_468
    era, doe = divmod(z, 146_097)
    yoe = (doe - doe // 1_460 + doe // 36_524 - doe // 146_096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    m = (5 * doy + 2) // 153
    month = m + 3 if m < 10 else m - 9
    return yoe + era * 400 + (month <= 2), month, doy - (153 * m + 2) // 5 + 1


def f_days(year, month, day):
    """Days since 1970 of a day."""
    y = year - (month <= 2)
    era, yoe = divmod(y, 400)
    doy = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return era * 146_097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 719_468


def f_date_text(d):
    """A time as DuckDB writes it."""
    year, month, day = f_civil(d)
    seconds, fraction = divmod(d % DAY, 1_000_000)
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{year:04d}-{month:02d}-{day:02d} {clock}" + (f".{fraction:06d}".rstrip("0") if fraction else "")
`;

const splits = `def f_draw(seed, text):
    return hashlib.md5(f"{seed}:{text}".encode()).hexdigest()


def f_key(value):
    """A value as DuckDB writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def keys(values):
    if isinstance(values, pd.Series) and values.dtype.kind == "M":
        return [None if v is None else f_date_text(v) for v in cells(values)]
    return [None if v is None else f_key(v) for v in cells(values)]


def split_rows(df, seed, share, strata):
    """In each stratum, the rows first by MD5 are the test."""
    strata = [""] * len(df) if strata is None else [key or "" for key in keys(strata)]
    places = {}
    for place, (stratum, row) in enumerate(zip(strata, df.index)):
        places.setdefault(stratum, []).append((f_draw(seed, row), row, place))
    parts = ["train"] * len(df)
    for rows in places.values():
        count = int((len(rows) * Decimal(share)).quantize(Decimal(1), ROUND_HALF_UP))
        for _, _, place in sorted(rows)[:count]:
            parts[place] = "test"
    return column(parts, "text", df.index)


def split_groups(df, groups, seed, share, strata):
    """Whole groups, first by MD5, nearest to the share; rows without a group are each their own."""
    names = [f"r{row}" if key is None else f"g{key}" for key, row in zip(keys(groups), df.index)]
    strata = [""] * len(df) if strata is None else [key or "" for key in keys(strata)]
    sizes, of = {}, {}
    for name, stratum in zip(names, strata):
        sizes[name] = sizes.get(name, 0) + 1
        of[name] = max(of.get(name, ""), stratum)
    drawn = sorted((f_draw(seed, name[1:]), name) for name in sizes)
    total, before, near = {}, {}, {}
    for name, size in sizes.items():
        total[of[name]] = total.get(of[name], 0) + size
    for _, name in drawn:
        before[of[name]] = before.get(of[name], 0) + sizes[name]
        near[name] = before[of[name]] - sizes[name] / 2 < total[of[name]] * Decimal(share)
    if len(sizes) > 1 and all(near.values()):
        near[drawn[0][1]] = False
    elif len(sizes) > 1 and not any(near.values()):
        near[min(drawn, key=lambda pair: (sizes[pair[1]], *pair))[1]] = True
    return column(["test" if near[name] else "train" for name in names], "text", df.index)
`;

/** What a script may need, each with the names that it defines; a part stands behind those it is made of. */
const parts: readonly { names: readonly string[]; code: string }[] = [
  ...[core, dates, splits, pythonTables, pythonRows, pythonShapes, pythonNear]
    .flatMap((code) => code.trim().split(/\n{3,}(?=\S)/))
    .map((code) => ({ names: namesIn(code), code })),
  ...(Object.keys(formulaFunctions) as FunctionName[]).map((name) => ({
    names: [`f_${name}`],
    code: functionPython(name),
  })),
];

function namesIn(code: string): string[] {
  const found = code.matchAll(/^(?:def (\w+)|([A-Z]+(?:, [A-Z]+)*) =)/gm);
  return Array.from(found, ([, name, constants]) => name ?? constants!).flatMap((list) => list.split(", "));
}

/** Functions that are called, mapped or listed, and constants. */
const used = /\bmap\((\w+)|(?<![\w.])(\w+)\(|: (\w+)[,}]|\b([A-Z]+)\b/g;

/** The functions that Python calls, with what they need themselves. */
export function pythonFunctions(script: string): string {
  const wanted = new Set<(typeof parts)[number]>();
  const add = (code: string) => {
    const words = new Set(Array.from(code.matchAll(used), (found) => found.slice(1).find(Boolean)));
    for (const part of parts) {
      if (wanted.has(part) || !part.names.some((name) => words.has(name))) continue;
      wanted.add(part);
      add(part.code);
    }
  };
  add(script);
  return parts
    .filter((part) => wanted.has(part))
    .map(({ code }) => code)
    .join("\n\n\n");
}

function functionPython(name: FunctionName): string {
  const { params, optional = 0, rest, result, seesMissing, python } = formulaFunctions[name];
  const first = params.length - optional;
  const names = params.map((param, i) => (i < first ? param.name : `${param.name}=None`));
  const star = rest ? [`*${rest.length === 1 ? rest[0]!.name : "more"}`] : [];
  const kind = result === "same" ? "number" : result;
  return `@each("${kind}"${seesMissing ? ", sees_missing=True" : ""})
def f_${name}(${[...names, ...star].join(", ")}):
${python.replaceAll(/^(?=.)/gm, "    ")}`;
}
