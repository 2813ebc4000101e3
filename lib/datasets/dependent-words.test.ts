import { expect, test } from "vitest";
import { dependentTexts, type Dependents } from "./dependent-words";

const none = { total: 0, named: [] };
const nothing: Dependents = { runs: none, models: none, jobs: none, versions: none, tasks: none };

test("what depends on data is counted, and named as far as it may be told", () => {
  expect(dependentTexts(nothing)).toEqual([]);
  expect(
    dependentTexts({
      runs: { total: 1_203, named: ["forest", "net"] },
      models: { total: 1, named: ["NEOs v3"] },
      jobs: { total: 2, named: [] },
      versions: { total: 2, named: ["small v1", "small v2"] },
      tasks: { total: 1, named: [] },
    }),
  ).toEqual([
    "1,203 runs (forest, net, 1,201 more)",
    "1 model version (NEOs v3)",
    "2 waiting or running jobs",
    "2 versions made from it (small v1, small v2)",
    "1 labelling task",
  ]);
  expect(dependentTexts({ ...nothing, versions: { total: 1, named: [] } })).toEqual([
    "1 version made from it",
  ]);
});
