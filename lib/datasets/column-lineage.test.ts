import { expect, test } from "vitest";
import { followColumns, nameInSecond } from "./column-lineage";
import type { Step } from "./recipe";

const columns = [
  { name: "id", type: "integer" as const },
  { name: "pay", type: "number" as const },
];
const second = [
  { name: "id", type: "integer" as const },
  { name: "pay", type: "number" as const },
  { name: "town", type: "text" as const },
];
const table = { dataset: "there", version: 1 };
const follow = (...steps: Step[]) => {
  const seconds = [{ step: 0, columns: second }];
  const lineage = followColumns({ columns, steps, fitted: steps.map(() => null), seconds })!;
  return Object.fromEntries(lineage.columns.map(({ name, from }) => [name, [...from]]));
};
const join: Step = {
  ...{ kind: "join", table, how: "left", keys: [["id", "id"]], columns: [] },
  ...{ suffix: "", otherSuffix: "_there" },
};

test("each column of a join rests on its own table's, and what is made of it on that", () => {
  expect(follow(join, { kind: "derive", name: "more", formula: "pay_there + 1" })).toEqual({
    id: ["id"],
    pay: ["pay"],
    pay_there: [nameInSecond(0, "pay")],
    town: [nameInSecond(0, "town")],
    more: [nameInSecond(0, "pay")],
  });
});

test("a key of a full join and a column of a union rest on both tables", () => {
  expect(follow({ ...join, how: "full", columns: ["town"] })).toMatchObject({
    id: ["id", nameInSecond(0, "id")],
    town: [nameInSecond(0, "town")],
  });
  const union = follow({ kind: "union", table, by: "name", absent: "missing" });
  expect(new Set(union.pay)).toEqual(new Set(["pay", nameInSecond(0, "pay")]));
  expect(union.town).toContain(nameInSecond(0, "town"));
  expect(union.town).not.toContain(nameInSecond(0, "pay"));
});
