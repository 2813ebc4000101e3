import { expect, test } from "vitest";
import {
  expectationsOf,
  expectedWords,
  outcomeOf,
  stopWords,
  suggestionsOf,
  type Check,
} from "./expectations";
import type { ColumnProfile, Profile } from "./profile";

const entry = {
  name: "size",
  type: "number",
  required: true,
  least: 0,
  most: 10,
  missingCodes: [-999],
  allowed: [1, 2],
  tolerated: 0.1,
  otherwise: "stop",
} as const;

test("an entry's expectations read as sentences after the column's name", () => {
  const kinds = expectationsOf({ ...entry, allowed: [1, 2], missingCodes: [-999], unique: true });
  expect(
    kinds.map((kind) => expectedWords({ ...entry, allowed: [1, 2], missingCodes: [-999] }, kind)),
  ).toEqual([
    "of type number",
    "never missing",
    "different in every row",
    "one of 1, 2",
    "from 0 to 10",
    "never -999, which mean missing",
  ]);
  expect(expectedWords({ name: "x", least: 0 }, "range")).toBe("at least 0");
  expect(expectedWords({ name: "x", most: 5 }, "range")).toBe("at most 5");
  expect(expectationsOf({ name: "x", unit: "km", required: false })).toEqual([]);
});

test("what is beyond the tolerated share warns, or stops where the entry says so", () => {
  const stops = { name: "size", tolerated: 0.1, otherwise: "stop" } as const;
  expect([0, 1, 2].map((failing) => outcomeOf(stops, failing, 10))).toEqual(["met", "tolerated", "stop"]);
  expect(outcomeOf({ name: "size" }, 1, 1_000_000)).toBe("warn");
});

test("a stop says what is not met, by how many rows, and which come first", () => {
  const check: Check = {
    column: "size",
    kind: "range",
    expected: "at least 0",
    failing: 3,
    tolerated: 0.1,
    outcome: "stop",
    rows: [
      { row: 2, key: {}, value: -1 },
      { row: 1_005, key: { id: 7 }, value: -2 },
    ],
  };
  expect(stopWords({ rows: 10, checks: [check] })).toBe(
    "size is expected to be at least 0; 3 of 10 rows are not, 10.0 % is tolerated (row 2, id 7, …). " +
      "No version was made.",
  );
  expect(stopWords({ rows: 10, checks: [{ ...check, outcome: "warn" }] })).toBeNull();
});

test("figures suggest what to expect of the next version, and nothing that is expected already", () => {
  const column = (name: string, rest: Partial<ColumnProfile>): ColumnProfile => ({
    name,
    type: "text",
    missing: 0,
    distinct: 3,
    description: null,
    histogram: null,
    top: null,
    association: null,
    flag: null,
    ...rest,
  });
  const top = ["a", "b", "c"].map((value) => ({ value, count: 33, inClass: null }));
  const profile = {
    rows: 100,
    target: { name: "y", class: "true", share: 0.5 },
    correlations: null,
    findings: [],
    columns: [
      column("key", { distinct: 100, flag: "identifier" }),
      column("kind", { missing: 1, top }),
      column("y", { type: "boolean", missing: 2, distinct: 2, flag: "target" }),
    ],
  } satisfies Profile;
  const changes = suggestionsOf(profile, [{ name: "key", required: true }]).map(
    ({ column: name, change }) => [name, change],
  );
  expect(changes).toEqual([
    ["key", { role: "id" }],
    ["key", { unique: true }],
    ["kind", { allowed: ["a", "b", "c"] }],
    ["y", { role: "target" }],
  ]);
  const targets = suggestionsOf(profile, [{ name: "other", role: "target" }]).filter(
    ({ change }) => change.role === "target",
  );
  expect(targets).toEqual([]);
});

test("a unit at the end of a name is suggested, unless the dictionary has one", () => {
  const column = { name: "size (km)", type: "number", missing: 1, distinct: 2 };
  const profile = { rows: 3, target: null, columns: [column] } as unknown as Parameters<
    typeof suggestionsOf
  >[0];
  expect(suggestionsOf(profile, [])).toEqual([
    { column: "size (km)", text: "is measured in km, as its name says", change: { unit: "km" } },
  ]);
  expect(suggestionsOf(profile, [{ name: "size (km)", unit: "m" }])).toEqual([]);
});
