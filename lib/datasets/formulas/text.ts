import { functionGroup, number, text, textConstant, wholeConstant, type Value } from "./function";
import { lowerCase, upperCase } from "./letter-case";
import { bind, bindAll, wholeSql } from "./sql";
import { spaces, trimmed, trimmedSql } from "./white-space";
import { bounded, numberIn, textOf } from "./value-text";

const escapedSpaces = Array.from(spaces, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
const pythonSpaces = `"${escapedSpaces.join("")}"`;
const group = "Text";

/** Functions of text. Letters are code points. */
export const textFunctions = functionGroup({
  length: {
    group,
    params: [text("text")],
    result: "number",
    says: "How many characters a text has.",
    example: ["length('größe')", 5],
    sql: ([t]) => `CAST(length(${t}) AS DOUBLE)`,
    run: (t: string) => lengthOf(t),
    python: "return float(len(text))",
  },
  lower: {
    group,
    params: [text("text")],
    result: "text",
    says: "A text in small letters.",
    example: ["lower('NEO')", "neo"],
    sql: ([t]) => `lower(${t})`,
    run: lowerCase,
    python: `def small(c):
    return "i" if c == "\\u0130" else c.lower() if len(c.lower()) == 1 else c
return "".join(map(small, text))`,
  },
  upper: {
    group,
    params: [text("text")],
    result: "text",
    says: "A text in capitals, letter by letter.",
    example: ["upper('neo')", "NEO"],
    sql: ([t]) => `upper(${t})`,
    run: upperCase,
    python: `def capital(c):
    if c == "\\u00df":
        return "\\u1e9e"
    return next((one for one in (c.upper(), c.title()) if len(one) == 1), c)
return "".join(map(capital, text))`,
  },
  trim: {
    group,
    params: [text("text")],
    result: "text",
    says: "A text without the white space at both ends.",
    example: ["trim('  a b ')", "a b"],
    sql: ([t]) => trimmedSql(t!),
    run: (t: string) => trimmed(t),
    python: `return text.strip(${pythonSpaces})`,
  },
  substring: {
    group,
    params: [text("text"), number("start"), number("count")],
    optional: 1,
    result: "text",
    says: "So many characters from the one at `start`, which is 1 for the first and -1 for the last.",
    example: ["substring('asteroid', 2, 3)", "ste"],
    sql: ([t, start, count]) =>
      bindAll(
        { t: t!, s: wholeSql(start!, -1_000_000_000), n: wholeSql(count ?? "1000000000", 0) },
        `CASE WHEN v.n IS NOT NULL AND v.s IS NOT NULL THEN substring(v.t,
          CASE WHEN v.s < 0 THEN greatest(length(v.t) + v.s, 0) ELSE greatest(v.s - 1, 0) END + 1, v.n) END`,
      ),
    run: (t: string, start: number, count = Infinity) => {
      const letters = Array.from(t);
      const from = start < 0 ? letters.length + Math.trunc(start) : Math.trunc(start) - 1;
      const first = Math.trunc(start) === 0 ? 0 : Math.max(0, from);
      return letters.slice(first, first + Math.max(0, Math.trunc(count))).join("");
    },
    python: `start = math.trunc(start)
first = max(0, len(text) + start if start < 0 else start - 1)
return text[first:] if count is None else text[first:first + max(0, math.trunc(count))]`,
  },
  left: {
    group,
    params: [text("text"), number("count")],
    result: "text",
    says: "The first characters of a text.",
    example: ["left('asteroid', 3)", "ast"],
    sql: ([t, count]) => `left(${t}, ${wholeSql(count!, 0)})`,
    run: (t: string, count: number) =>
      Array.from(t)
        .slice(0, Math.max(0, Math.trunc(count)))
        .join(""),
    python: "return text[:max(0, math.trunc(count))]",
  },
  right: {
    group,
    params: [text("text"), number("count")],
    result: "text",
    says: "The last characters of a text.",
    example: ["right('asteroid', 3)", "oid"],
    sql: ([t, count]) => `right(${t}, ${wholeSql(count!, 0)})`,
    run: (t: string, count: number) => {
      const letters = Array.from(t);
      return letters.slice(Math.max(0, letters.length - Math.max(0, Math.trunc(count)))).join("");
    },
    python: "return text[max(0, len(text) - max(0, math.trunc(count))):]",
  },
  concat: {
    group,
    params: [text("text")],
    rest: [text("more")],
    result: "text",
    says: "Texts, one after the other.",
    example: ["concat('a', '-', 'b')", "a-b"],
    sql: (args) => `(${args.join(" || ")})`,
    run: (...parts: string[]) => bounded(parts.join("")),
    python: `return "".join((text, *more))`,
  },
  contains: {
    group,
    params: [text("text"), text("part")],
    result: "boolean",
    says: "Whether a part stands somewhere in a text.",
    example: ["contains('asteroid', 'ter')", true],
    sql: ([t, part]) => `contains(${t}, ${part})`,
    run: (t: string, part: string) => t.includes(part),
    python: "return part in text",
  },
  starts_with: {
    group,
    params: [text("text"), text("part")],
    result: "boolean",
    says: "Whether a text begins with a part.",
    example: ["starts_with('asteroid', 'as')", true],
    sql: ([t, part]) => `starts_with(${t}, ${part})`,
    run: (t: string, part: string) => t.startsWith(part),
    python: "return text.startswith(part)",
  },
  ends_with: {
    group,
    params: [text("text"), text("part")],
    result: "boolean",
    says: "Whether a text ends with a part.",
    example: ["ends_with('asteroid', 'id')", true],
    sql: ([t, part]) => `ends_with(${t}, ${part})`,
    run: (t: string, part: string) => t.endsWith(part),
    python: "return text.endswith(part)",
  },
  replace: {
    group,
    params: [text("text"), text("part"), text("by")],
    result: "text",
    says: "A text with every occurrence of a part replaced by another text.",
    example: ["replace('1,234,567', ',', '')", "1234567"],
    sql: (args) => `replace(${args.join(", ")})`,
    run: (t: string, part: string, by: string) => (part === "" ? t : bounded(t.replaceAll(part, () => by))),
    python: `return text if part == "" else text.replace(part, by)`,
  },
  split_part: {
    group,
    params: [text("text"), text("separator"), number("n")],
    result: "text",
    says: "The nth part of a text between separators, -1 for the last; missing where there are not so many.",
    example: ["split_part('a-b-c', '-', 2)", "b"],
    sql: ([t, separator, n]) =>
      bindAll(
        { t: t!, s: separator!, n: wholeSql(n!, -1_000_000_000) },
        "CASE WHEN v.s = '' THEN [v.t] ELSE string_split(v.t, v.s) END[v.n]",
      ),
    run: (t: string, separator: string, n: number) => {
      const parts = separator === "" ? [t] : t.split(separator);
      const whole = Math.trunc(n);
      return parts.at(whole > 0 ? whole - 1 : whole === 0 ? parts.length : whole) ?? null;
    },
    python: `parts = text.split(separator) if separator else [text]
n = math.trunc(n)
return parts[n - 1 if n > 0 else n] if n and -len(parts) <= n <= len(parts) else None`,
  },
  pad_left: {
    group,
    params: [text("text"), wholeConstant("width", 0, 1_000), filling()],
    optional: 1,
    result: "text",
    says: "A text filled up at its left to so many characters, by spaces unless said; never cut.",
    example: ["pad_left('7', 3, '0')", "007"],
    sql: ([t, width, fill]) => padSql("lpad", t!, width!, fill),
    run: (t: string, width: number, fill = " ") => paddingOf(t, width, fill) + t,
    python: `return ((fill or " ") * int(width))[:max(0, int(width) - len(text))] + text`,
  },
  pad_right: {
    group,
    params: [text("text"), wholeConstant("width", 0, 1_000), filling()],
    optional: 1,
    result: "text",
    says: "A text filled up at its right to so many characters, by spaces unless said; never cut.",
    example: ["pad_right('a', 3, '.')", "a.."],
    sql: ([t, width, fill]) => padSql("rpad", t!, width!, fill),
    run: (t: string, width: number, fill = " ") => t + paddingOf(t, width, fill),
    python: `return text + ((fill or " ") * int(width))[:max(0, int(width) - len(text))]`,
  },
  position: {
    group,
    params: [text("text"), text("part")],
    result: "number",
    says: "Where a part begins in a text, 1 for its first character; 0 where it does not occur.",
    example: ["position('asteroid', 'ter')", 3],
    sql: ([t, part]) => `CAST(strpos(${t}, ${part}) AS DOUBLE)`,
    run: (t: string, part: string) => (t.includes(part) ? lengthOf(t.slice(0, t.indexOf(part))) + 1 : 0),
    python: "return float(text.find(part) + 1)",
  },
  repeat: {
    group,
    params: [text("text"), wholeConstant("times", 0, 1_000)],
    result: "text",
    says: "A text so many times.",
    example: ["repeat('ab', 3)", "ababab"],
    sql: ([t, times]) => `repeat(${t}, CAST(${times} AS BIGINT))`,
    run: (t: string, times: number) => (bounded("", t.length * times), t.repeat(times)),
    python: "return text * int(times)",
  },
  reverse: {
    group,
    params: [text("text")],
    result: "text",
    says: "A text with its characters in reverse order.",
    example: ["reverse('abc')", "cba"],
    sql: ([t]) => `array_to_string(list_reverse(string_split(${t}, '')), '')`,
    run: (t: string) => Array.from(t).toReversed().join(""),
    python: "return text[::-1]",
  },
  text: {
    group,
    params: [{ name: "x", kind: "any" }],
    result: "text",
    says: "A number, a date or a truth value as text.",
    example: ["text(12.5)", "12.5"],
    sql: ([x], { kinds: [kind] }) => (kind === "number" ? bind(x!, numberTextSql) : `CAST(${x} AS VARCHAR)`),
    run: (x: NonNullable<Value>) => textOf(x),
    python: `if isinstance(x, bool):
    return "true" if x else "false"
if isinstance(x, int):
    return f_date_text(x)
if isinstance(x, float):
    return str(int(x)) if x == math.trunc(x) and abs(x) < 1e15 else repr(x)
return x`,
  },
  number: {
    group,
    params: [text("text")],
    result: "number",
    says: "The decimal number that a text is; missing where it is none, or has too many digits to be exact.",
    example: ["number('12.50')", 12.5],
    sql: ([t]) => bind(trimmedSql(t!), numberSql),
    run: (t: string) => numberIn(trimmed(t)),
    python: `text = text.strip(${pythonSpaces})
decimal = re.fullmatch(r"[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?", text)
return float(text) if decimal and not re.fullmatch(r"[-+]?[0-9]{16,}", text) else None`,
  },
});

const numberTextSql = `CASE WHEN v = trunc(v) AND abs(v) < 1e15
  THEN CAST(CAST(v AS BIGINT) AS VARCHAR) ELSE CAST(v AS VARCHAR) END`;
const numberSql = `CASE WHEN regexp_full_match(v, '[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?')
  AND NOT regexp_full_match(v, '[-+]?[0-9]{16,}') THEN TRY_CAST(v AS DOUBLE) END`;

function filling() {
  return textConstant("fill", (fill) => (fill === "" ? "at least one character" : null));
}

function padSql(call: string, t: string, width: string, fill = "' '"): string {
  const whole = `CAST(${width} AS INTEGER)`;
  return bind(t, `CASE WHEN length(v) >= ${whole} THEN v ELSE ${call}(v, ${whole}, ${fill}) END`);
}

function paddingOf(t: string, width: number, fill: string): string {
  const lacking = Math.max(0, width - lengthOf(t));
  return Array.from(fill.repeat(lacking)).slice(0, lacking).join("");
}

function lengthOf(t: string): number {
  let length = 0;
  for (let i = 0; i < t.length; i += t.codePointAt(i)! > 0xffff ? 2 : 1) length++;
  return length;
}
