import { expect, test } from "vitest";
import { phasesOf, type PhaseFacts } from "./phases";

const nothing: PhaseFacts = {
  objective: "",
  counts: { datasets: 0, notebooks: 0, experiments: 0, models: 0 },
  prepared: null,
  runs: 0,
  production: [],
};
const states = (facts: Partial<PhaseFacts>) => phasesOf({ ...nothing, ...facts }).map(({ state }) => state);

test("an empty project stands at its first phase, and each phase says where to go on", () => {
  expect(states({})).toEqual(["now", "todo", "todo", "todo", "todo", "todo"]);
  const [, ...others] = phasesOf(nothing);
  for (const { go } of others) expect(go?.path).toMatch(/^\//);
});

test("the first phase that is not done is the one of now, whatever is done later", () => {
  expect(states({ objective: "Tell", runs: 3 })).toEqual(["done", "now", "todo", "todo", "done", "todo"]);
});

test("cleaning is done by a version that was prepared", () => {
  const cleaning = (prepared: PhaseFacts["prepared"]) => phasesOf({ ...nothing, prepared })[3]!;
  expect(cleaning(null)).toMatchObject({ state: "todo", note: "Nothing prepared yet" });
  expect(cleaning({ name: "sales", number: 2 })).toMatchObject({ state: "done", note: "sales v2", go: null });
});

test("the registry's phase is done by Production alone, and says that there are more than it names", () => {
  const last = (count: number, models: number) => {
    const production = Array.from({ length: count }, (_, i) => ({ name: `m${i}`, number: 2 }));
    return phasesOf({ ...nothing, counts: { ...nothing.counts, models }, production })[5]!;
  };
  expect(last(0, 0)).toMatchObject({ note: "No model registered", go: { path: "/experiments" } });
  expect(last(0, 1)).toMatchObject({ state: "todo", note: "1 model, none in Production" });
  expect(last(1, 1)).toMatchObject({ state: "done", note: "m0 v2 in Production" });
  expect(last(5, 9).note).toBe("m0 v2, m1 v2, m2 v2, others in Production");
});

test("a project that has everything has nothing left for now", () => {
  const all = phasesOf({
    objective: "Tell",
    counts: { datasets: 1, notebooks: 1, experiments: 1, models: 1 },
    prepared: { number: 2, name: "sales" },
    runs: 1,
    production: [{ name: "churn", number: 1 }],
  });
  expect(new Set(all.map(({ state }) => state))).toEqual(new Set(["done"]));
});
