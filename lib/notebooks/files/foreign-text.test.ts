import { transpile } from "@observablehq/notebook-kit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { foreignSource, foreignText, withHoles, withoutHoles } from "./foreign-text";

const piece = fc.constantFrom("$", "{", "}", "\\", "`", "a", " ", "\n", "#", "```");
const text = fc.array(piece).map((pieces) => pieces.join(""));

/** What a Markdown cell gives to its renderer. */
function shown(source: string): string {
  const { body } = transpile({ id: 1, mode: "md", value: source, pinned: false, hidden: false });
  const template = body.slice(body.indexOf("md`"), body.lastIndexOf("`") + 1);
  const cooked = (strings: TemplateStringsArray) => strings.join("HOLE");
  return new Function("md", `return ${template}`)(cooked) as string;
}

test("Markdown from elsewhere never runs what stands in ${}, and comes back as it was", () => {
  fc.assert(
    fc.property(text, (markdown) => {
      expect(withHoles(withoutHoles(markdown))).toBe(markdown);
      expect(shown(withoutHoles(`x${markdown}x`))).toBe(`x${markdown}x`);
    }),
  );
});

test("text of another language is shown as it is, and comes back as it was", () => {
  fc.assert(
    fc.property(text, fc.constantFrom("r", "julia", "C++ 17"), (source, language) => {
      expect(foreignSource(foreignText(source, language))).toBe(source);
    }),
  );
  expect(foreignText("x <- 1", "r")).toBe("```r\nx <- 1\n```");
  expect(foreignSource("```r\nx\n```\nand a word")).toBeNull();
});
