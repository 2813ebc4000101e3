import { expect, test } from "vitest";
import { exportFile } from "./export-file";
import { exportFormats } from "./schema";

const cells = [{ id: 1, mode: "python" as const, source: "x = 1" }];

test.each(exportFormats)("a notebook leaves as .%s with its code in it", (format) => {
  const { name, text } = exportFile({ title: "Costs", cells }, format, null);
  expect(name).toBe(`Costs.${format}`);
  expect(text).toContain("x = 1");
});

test("a title becomes a name that every system takes", () => {
  expect(exportFile({ title: '../a:b\n"c"?', cells }, "md", null).name).toBe("-a-b-c-.md");
  expect(exportFile({ title: "…", cells }, "md", null).name).toBe("….md");
});
