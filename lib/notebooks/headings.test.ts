import { expect, test } from "vitest";
import { headingsOf } from "./headings";

test("headings are those of text, with their level and place", () => {
  const cells = [
    { id: 4, mode: "md" as const, source: "Intro\n\n## Clean  it\nmore" },
    { id: 2, mode: "ts" as const, source: "# not text" },
    { id: 9, mode: "md" as const, source: "#### too deep" },
    { id: 1, mode: "md" as const, source: "# Numbers of $\\{x}" },
  ];
  expect(headingsOf(cells)).toEqual([
    { id: 4, at: 0, level: 2, text: "Clean  it" },
    { id: 1, at: 3, level: 1, text: "Numbers of ${x}" },
  ]);
});
