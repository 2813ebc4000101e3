import { expect, test } from "vitest";
import { placeWords } from "./place";

test("a place in the queue is told in words, with other projects only counted", () => {
  expect(placeWords({ own: 0, others: 0, projects: 0 })).toBe("Next to start");
  expect(placeWords({ own: 2, others: 0, projects: 0 })).toBe("2 ahead in this project");
  expect(placeWords({ own: 1, others: 1, projects: 1 })).toBe(
    "2 ahead: 1 of this project, 1 of 1 other project",
  );
  expect(placeWords({ own: 0, others: 1200, projects: 3 })).toBe("1,200 of 3 other projects ahead");
});
