import { expect, test } from "vitest";
import { findingsOf } from "./findings";
import { dropAll } from "./fixes";
import type { ColumnProfile } from "./profile";
import { columnsAfterAll } from "./recipe";

function column(name: string, type: ColumnProfile["type"], distinct: number): ColumnProfile {
  const nothing = { description: null, histogram: null, top: null, association: null, flag: null };
  return { name, type, distinct, missing: 0, ...nothing };
}

const columns = [
  column("asteroid id", "integer", 700),
  column("km", "number", 900),
  column("miles", "number", 900),
  column("hazard", "boolean", 2),
];
const target = { name: "hazard", class: "true", share: 0.1 };
const found = findingsOf({ rows: 1_000, columns, target, unitCopies: [["km", "miles"]], monotoneCopies: [] });

test("dropping all that findings drop splits by the entity first, and its identifier goes behind", () => {
  const steps = dropAll(found);
  expect(steps).toEqual([
    { kind: "split", how: "grouped", group: "asteroid id", test: 0.1, seed: 42, stratify: "hazard" },
    { kind: "drop", columns: ["miles", "asteroid id"] },
  ]);
  const after = columnsAfterAll(columns, steps)!.map(({ name }) => name);
  expect(after).toEqual(["km", "hazard", "split"]);
});

test("dropping the identifiers alone splits first too, and no finding offers a split that leaks", () => {
  const fixOf = (kind: string) => found.find((finding) => finding.kind === kind)?.fix;
  expect(fixOf("identifier")).toMatchObject({
    label: "Split, then drop 1",
    steps: [
      { kind: "split", how: "grouped", group: "asteroid id" },
      { kind: "drop", columns: ["asteroid id"] },
    ],
  });
  expect(fixOf("imbalance")?.steps).toEqual(fixOf("repeated-entity")?.steps);
});

test("a table that is split already is offered no other split, and its identifiers go at once", () => {
  const split = [...columns, column("split", "text", 2)];
  const again = findingsOf({ rows: 1_000, columns: split, target, unitCopies: [], monotoneCopies: [] });
  expect(again.find(({ kind }) => kind === "repeated-entity")?.fix).toBeNull();
  expect(again.find(({ kind }) => kind === "imbalance")?.fix).toBeNull();
  expect(dropAll(again)).toEqual([{ kind: "drop", columns: ["asteroid id"] }]);
});

test("nothing to drop is no step", () => {
  expect(dropAll([])).toEqual([]);
});
