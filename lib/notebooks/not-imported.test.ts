import { expect, test } from "vitest";
import { notImported } from "./not-imported";

test.each([
  ['import * as d3 from "npm:d3@7";', "d3 is there without it, in place of npm:d3@7.", 1],
  ['\nimport {plot} from "npm:@observablehq/plot"', "Plot is there without it", 2],
  ['const a = await import("https://cdn.jsdelivr.net/npm/lodash")', "lodash cannot be used", 1],
  ['import "constructor"', "constructor cannot be used", 1],
])("an import says what there is instead: %s", (source, message, line) => {
  expect(notImported(source)).toEqual({ message: expect.stringContaining(message), line });
});

test("what only speaks of imports imports nothing", () => {
  for (const source of ["important = 1", '// import "x"', '"import x from \\"y\\""', "dates.import(5)"])
    expect(notImported(source)).toBeNull();
});
