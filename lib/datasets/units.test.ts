import { expect, test } from "vitest";
import { entriesOfUnits, unitInNameOf } from "./units";

test.each([
  ["diameter (km)", "km"],
  ["speed [km/s]", "km/s"],
  ["temp (°C) ", "°C"],
  ["share (%)", "%"],
  ["x(m^2)", "m^2"],
])("%s ends with a unit", (name, unit) => {
  expect(unitInNameOf(name, "number")).toBe(unit);
});

test.each(["diameter", "(km)", "f(x) of y", "x (2)", "x (as of today)", "x ()", "x (a unit that is long)"])(
  "%s ends with none",
  (name) => {
    expect(unitInNameOf(name, "number")).toBeNull();
  },
);

test("text has no unit", () => {
  expect(unitInNameOf("name (old)", "text")).toBeNull();
});

test("units of a file's row come to entries without one, and change none that somebody said", () => {
  const columns = ["a", "b", "c"].map((name) => ({ name, type: "number" as const }));
  const said = ["a", "b", "gone"].map((column) => ({ column, unit: ` ${"km".repeat(30)}` }));
  const dictionary = [
    { name: "a", role: "id" as const },
    { name: "b", unit: "m" },
  ];
  expect(entriesOfUnits({ columns: said }, columns, dictionary)).toEqual([
    { name: "a", role: "id", unit: "km".repeat(20) },
  ]);
  expect(entriesOfUnits(null, columns, [])).toEqual([]);
});
