import { expect, test } from "vitest";
import { phasesOf, type PhaseFacts } from "./phases";

const nothing: PhaseFacts = {
  objective: "",
  counts: { datasets: 0, notebooks: 0, experiments: 0 },
  datasets: [],
  runs: 0,
  models: [],
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

test("cleaning is done by a version that a recipe or notebook made, not by an upload", () => {
  const made = (origin: string) => [{ origin, number: 2, name: "sales" }];
  const cleaning = (origin: string) => phasesOf({ ...nothing, datasets: made(origin) })[3]!;
  expect(cleaning("upload")).toMatchObject({ state: "todo", note: "Nothing prepared yet" });
  for (const origin of ["recipe", "notebook"])
    expect(cleaning(origin)).toMatchObject({ state: "done", note: "sales v2", go: null });
});

test("the registry's phase is done by Production alone, and names every version there", () => {
  const last = (...versions: { stage: string; number: number }[]) =>
    phasesOf({ ...nothing, models: [{ name: "churn", versions }] })[5]!;
  expect(last({ stage: "Staging", number: 1 })).toMatchObject({ note: "1 model, none in Production" });
  expect(last({ stage: "Archived", number: 1 }).state).toBe("todo");
  expect(last({ stage: "None", number: 1 }, { stage: "Production", number: 2 })).toMatchObject({
    state: "done",
    note: "churn v2 in Production",
  });
});

test("a project that has everything has nothing left for now", () => {
  const all = phasesOf({
    objective: "Tell",
    counts: { datasets: 1, notebooks: 1, experiments: 1 },
    datasets: [{ origin: "recipe", number: 2, name: "sales" }],
    runs: 1,
    models: [{ name: "churn", versions: [{ stage: "Production", number: 1 }] }],
  });
  expect(new Set(all.map(({ state }) => state))).toEqual(new Set(["done"]));
});
