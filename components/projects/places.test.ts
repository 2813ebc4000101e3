import { expect, test } from "vitest";
import { placeAfterG, places } from "./places";

test("a letter leads to its place only shortly after G, also on a page that just opened", () => {
  expect(placeAfterG("n", 900, 400)).toBe(places.n);
  expect(placeAfterG("n", 2_000, 400)).toBeUndefined();
  expect(placeAfterG("n", 900, null)).toBeUndefined();
  expect(placeAfterG("z", 900, 400)).toBeUndefined();
});
