import { expect, test } from "vitest";
import { findingsOf, identifierColumns } from "./findings";
import type { ColumnProfile } from "./profile";

function column(name: string, type: ColumnProfile["type"], distinct: number, missing = 0): ColumnProfile {
  const nothing = { description: null, histogram: null, top: null, association: null, flag: null };
  return { name, type, distinct, missing, ...nothing };
}
const none = { target: null, unitCopies: [], monotoneCopies: [] };
const only = (facts: Partial<Parameters<typeof findingsOf>[0]>) =>
  findingsOf({ rows: 1_000, columns: [], ...none, ...facts });

test("a table in which nothing is wrong has no findings", () => {
  const columns = [column("age", "integer", 80), column("weight", "number", 990), column("sex", "text", 2)];
  expect(only({ columns, target: { name: "sick", class: "true", share: 0.4 } })).toEqual([]);
  expect(only({ rows: 0 })).toEqual([]);
});

test("rows that repeat an entity are told by the column's own name, whatever it is", () => {
  for (const name of ["neonatal id", "Patient ID", "Neo Reference ID", "geonameId"]) {
    const [, finding] = only({ columns: [column(name, "integer", 700)] });
    expect(finding).toMatchObject({
      kind: "repeated-entity",
      title: `300 rows repeat another’s ${name}`,
      detail: `700 distinct in ${name}; a random split leaks`,
      fix: { label: `Split by ${name}` },
    });
  }
  expect(only({ columns: [column("user id", "text", 999)] })[1]?.title).toBe(
    "1 row repeats another’s user id",
  );
  const [, missing] = only({ columns: [column("user id", "text", 700, 100)] });
  expect(missing?.title).toBe("200 rows repeat another’s user id");
  expect(only({ columns: [column("user id", "text", 1_000)] }).map(({ kind }) => kind)).toEqual([
    "identifier",
  ]);
});

test("the split that mends it keeps the target's share", () => {
  const target = { name: "sick", class: "true", share: 0.4 };
  const [, finding] = only({ columns: [column("user id", "text", 700)], target });
  expect(finding?.fix?.steps).toEqual([
    { kind: "split", how: "grouped", group: "user id", test: 0.1, seed: 42, stratify: "sick" },
  ]);
});

test.each([
  ["case id", "integer", 30, true],
  ["caseId", "integer", 30, true],
  ["case id", "integer", 20, false],
  ["free text", "text", 501, true],
  ["free text", "text", 500, false],
  ["salary", "integer", 1_000, false],
  ["width", "integer", 900, false],
  ["hidden", "integer", 900, false],
  ["id", "number", 1_000, false],
  ["id", "date", 1_000, false],
  ["id", "boolean", 2, false],
] as const)("%s as %s with %s distinct of 1,000 identifies a row: %s", (name, type, distinct, identifies) => {
  expect(identifierColumns({ rows: 1_000, columns: [column(name, type, distinct)] })).toHaveLength(
    identifies ? 1 : 0,
  );
});

test("a rare target is told by its share, on either side", () => {
  const of = (share: number) =>
    only({ target: { name: "sick", class: "yes", share } }).map(({ title }) => title);
  expect(of(0.161)).toEqual(["Target is rare: 16.1 % yes"]);
  expect(of(0.199)).toHaveLength(1);
  expect(of(0.2)).toEqual([]);
  expect(of(0.5)).toEqual([]);
  expect(of(0.9)).toHaveLength(1);
});

test("copies, constants and holes name their columns and what drops them", () => {
  const found = only({
    columns: [column("unit", "text", 1), column("empty", "number", 0, 1_000), column("a", "number", 900, 7)],
    unitCopies: [["km", "miles", "feet"]],
    monotoneCopies: [["rank", "score"]],
  });
  expect(found.map(({ kind, title, columns, fix }) => ({ kind, title, columns, steps: fix?.steps }))).toEqual(
    [
      {
        kind: "unit-copy",
        title: "2 columns repeat another in other units",
        columns: ["miles", "feet"],
        steps: [{ kind: "drop", columns: ["miles", "feet"] }],
      },
      {
        kind: "constant",
        title: "2 columns hold one value",
        columns: ["unit", "empty"],
        steps: [{ kind: "drop", columns: ["unit", "empty"] }],
      },
      {
        kind: "monotone-copy",
        title: "score repeats the order of another column",
        columns: ["score"],
        steps: [{ kind: "drop", columns: ["score"] }],
      },
      {
        kind: "missing",
        title: "2 columns have missing cells",
        columns: ["empty", "a"],
        steps: [{ kind: "missing", columns: ["empty", "a"], how: "drop" }],
      },
    ],
  );
});
