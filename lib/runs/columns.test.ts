import { expect, test } from "vitest";
import {
  addressOfColumns,
  columnOf,
  columnsOfAddress,
  fieldText,
  inGroups,
  leadingMetric,
  usualColumns,
  type RunName,
} from "./columns";

const name = (kind: RunName["kind"], text: string, differs = true, runs = 10): RunName => ({
  kind,
  name: text,
  runs,
  differs,
});

test("one run with 150 parameters hides no metric, and those that differ stand first", () => {
  const names = [
    ...Array.from({ length: 150 }, (_, i) => name("param", `p${String(i).padStart(3, "0")}`, true, 1)),
    name("param", "lr"),
    name("param", "same", false),
    name("metric", "loss"),
    name("metric", "test_f1"),
    name("metric", "train_f1"),
  ];
  expect(usualColumns(names, [], false)).toEqual(["metrics.test_f1", "metrics.loss", "params.lr"]);
});

test("what a filter or an order asks about stands there, whatever it is", () => {
  expect(usualColumns([name("metric", "loss")], [name("tag", "team"), name("metric", "f1")], false)).toEqual([
    "metrics.loss",
    "metrics.f1",
    "tags.team",
  ]);
});

test("columns are kept in an address, whatever their names hold", () => {
  const ids = ["metrics.a,b", "params.50%", "tags.x%2Cy", "fit"];
  expect(columnsOfAddress(addressOfColumns(ids))).toEqual(ids);
  expect(columnsOfAddress("nonsense,metrics.f1,metrics.f1")).toEqual(["metrics.f1"]);
  expect(columnsOfAddress(undefined)).toBeNull();
});

test("a column is sorted by in the words of the filter, and metrics stand first", () => {
  expect(columnOf("metrics.val loss")?.sort).toBe("metrics.`val loss`");
  expect(fieldText("tag", "a`b")).toBe('tags."a`b"');
  expect(inGroups(["params.k", "data", "metrics.test/f1"]).map(({ label }) => label)).toEqual([
    "F1",
    "k",
    "Data",
  ]);
});

test("recent runs show the metric that tells most: on test rows first, and one that all have", () => {
  const logged = (named: string, runs: number) => ({ ...name("metric", named), runs });
  expect(leadingMetric([logged("loss", 8), logged("val/f1", 8), logged("test_f1", 2)])).toBe("test_f1");
  expect(leadingMetric([logged("grad_norm", 3), logged("loss", 8)])).toBe("loss");
  expect(leadingMetric([name("param", "lr")])).toBeNull();
});
