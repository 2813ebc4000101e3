import fc from "fast-check";
import { expect, test } from "vitest";
import { fromHtml, toHtml } from "./document";
import { hiddenParts } from "./hidden";
import { cellModes } from "./schema";

const line = fc.string().map((text) => text.replaceAll(/[\r\n]/g, ""));
const source = fc
  .array(fc.oneof(line, fc.constantFrom("</script>", "<\\/script >", "    indented", "", "`${x}`")))
  .map((lines) => lines.join("\n"));

test("a notebook that was written and read is the same, whatever its cells hold", () => {
  const cell = fc.record({
    id: fc.integer({ min: 1, max: 9_999 }),
    mode: fc.constantFrom(...cellModes),
    source,
    hidden: fc.constantFrom(undefined, ...hiddenParts),
  });
  fc.assert(
    fc.property(fc.string(), fc.array(cell), (title, cells) => {
      const document = { title: title.replaceAll(/[\r\n]/g, " "), cells };
      expect(fromHtml(toHtml(document))).toEqual(document);
    }),
  );
});

test("a document without hidden parts is written as it always was", () => {
  const html = toHtml({ title: "A", cells: [{ id: 1, mode: "ts", source: "a" }] });
  expect(html).toContain('<script id="1" type="text/x-typescript">\n');
});
