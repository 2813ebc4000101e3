import type * as z from "zod";

type Issue = z.core.$ZodIssue;

/** Words for what a value should have been; `expected` of zod's own kinds. */
const kinds: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  bigint: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object",
  map: "an object",
  date: "a date",
  null: "null",
};
const forms: Record<string, string> = {
  email: "an e-mail address",
  url: "a web address",
  uuid: "an id",
  datetime: "a date and time, such as 2026-01-31T12:00:00Z",
  date: "a date, such as 2026-01-31",
  time: "a time, such as 12:00:00",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
  json_string: "JSON",
};
const namedOptions = 12;

/** What is wrong with an input, as one sentence for a person; each part begins with its field's path. */
export function sentenceOfIssues(issues: readonly Issue[]): string {
  return issues
    .map((issue) => {
      const inner = innermost(issue);
      const path = [...issue.path, ...(inner === issue ? [] : inner.path)].join(".");
      return path === "" ? capital(expectation(inner)) : `${path}: ${expectation(inner)}`;
    })
    .join("; ");
}

/** What was expected instead, such as "expected a number from 1 to 5"; a schema's own words as they are. */
export function expectation(issue: Issue): string {
  if (!/^(Invalid|Too (small|big)|Unrecognized)\b/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return issue.message.endsWith("received undefined")
        ? "is missing"
        : `expected ${kinds[issue.expected] ?? issue.expected}`;
    case "too_small":
      return boundary(issue.origin, Number(issue.minimum), issue.inclusive ? "at least" : "more than");
    case "too_big":
      return boundary(issue.origin, Number(issue.maximum), issue.inclusive ? "at most" : "less than");
    case "invalid_format":
      return `expected ${forms[issue.format] ?? "another form"}`;
    case "not_multiple_of":
      return `expected a multiple of ${issue.divisor}`;
    case "unrecognized_keys":
      return `unknown ${issue.keys.length === 1 ? "field" : "fields"} ${issue.keys.map(quoted).join(", ")}`;
    case "invalid_value":
      return `expected ${optionsOf(issue.values)}`;
    case "invalid_union":
      return "options" in issue && Array.isArray(issue.options)
        ? `expected ${optionsOf(issue.options)}`
        : "expected another kind of value";
    case "invalid_key":
    case "invalid_element":
      return `the name ${quoted(issue.path.at(-1))} cannot be used`;
    case "custom":
      return "cannot be used";
  }
}

/** Of a choice between kinds, what is wrong with the kind that the input comes nearest to. */
function innermost(issue: Issue): Issue {
  if (issue.code !== "invalid_union") return issue;
  const branches = issue.errors.filter((branch) => branch.length > 0);
  const nearest = branches.toSorted((a, b) => depthOf(b) - depthOf(a) || a.length - b.length)[0];
  return nearest && depthOf(nearest) > 0 ? innermost(nearest[0]!) : issue;
}

function depthOf(branch: readonly Issue[]): number {
  return Math.max(...branch.map(({ path }) => path.length));
}

function boundary(origin: string, bound: number, word: string): string {
  if (origin === "string" && word === "at least" && bound === 1) return "expected a value";
  const unit = { string: "character", array: "entry", set: "entry", file: "byte" }[origin];
  const count = bound.toLocaleString("en");
  if (!unit) return `expected ${word} ${count}`;
  return `expected ${word} ${count} ${bound === 1 ? unit : unit === "entry" ? "entries" : `${unit}s`}`;
}

function optionsOf(values: readonly unknown[]): string {
  if (values.length === 1) return quoted(values[0]);
  const named = values.slice(0, namedOptions).map(quoted).join(", ");
  const more = values.length - namedOptions;
  return `one of ${named}${more > 0 ? ` or ${more} more` : ""}`;
}

function quoted(value: unknown): string {
  return typeof value === "string" || typeof value === "symbol" ? `"${String(value)}"` : String(value);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
