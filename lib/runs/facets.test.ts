import { expect, test } from "vitest";
import { chosenValues, conditionTexts, quoted, toggleValue } from "./facets";

const status = { kind: "attribute", name: "status" } as const;

test("a click adds a value, a second one makes a list, and each goes again", () => {
  const one = toggleValue("metrics.f1 > 0.5", status, "FINISHED");
  expect(one).toBe("metrics.f1 > 0.5 and status = 'FINISHED'");
  const two = toggleValue(one, status, "FAILED");
  expect(two).toBe("metrics.f1 > 0.5 and status IN ('FINISHED', 'FAILED')");
  expect(chosenValues(two, status)).toEqual(["FINISHED", "FAILED"]);
  expect(toggleValue(toggleValue(two, status, "FINISHED"), status, "FAILED")).toBe("metrics.f1 > 0.5");
});

test("names and values with odd characters are quoted so that the filter can be read again", () => {
  const tag = { kind: "tag", name: "a b" } as const;
  const filter = toggleValue("", tag, "it's and or");
  expect(filter).toBe('tags.`a b` = "it\'s and or"');
  expect(chosenValues(filter, tag)).toEqual(["it's and or"]);
  expect(conditionTexts(`${filter} and status = finished`)).toEqual([filter, "status = finished"]);
  expect(quoted(`both ' and "`)).toBeNull();
});
