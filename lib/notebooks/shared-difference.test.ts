import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Document } from "./document";
import { hiddenParts } from "./hidden";
import type { Cell } from "./schema";
import { applyDifference, becomeDocument } from "./shared-difference";
import { cellOf, documentOf, editSource, markDeleted, sharedFrom, sourceOf } from "./shared-document";

const cell = (id: number, source: string, mode: Cell["mode"] = "ts"): Cell => ({ id, mode, source });
const base: Document = { title: "Tides", cells: [cell(1, "one"), cell(2, "two"), cell(3, "three")] };

const anyDocument = fc
  .record({
    title: fc.constantFrom("Tides", "Moons"),
    cells: fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 9 }),
        mode: fc.constantFrom("ts", "sql", "md"),
        source: fc.string({ maxLength: 12 }).map((text) => text.replaceAll("\r", "")),
        hidden: fc.constantFrom(undefined, ...hiddenParts),
      }),
      { selector: ({ id }) => id, maxLength: 8 },
    ),
  })
  .map((made) => made as Document);

test("a difference leads from any document to any other and back, and replaces no text", () => {
  fc.assert(
    fc.property(anyDocument, anyDocument, (from, to) => {
      const doc = sharedFrom(from);
      const texts = from.cells.map(({ id }) => sourceOf(doc, id));
      becomeDocument(doc, to);
      expect(documentOf(doc)).toEqual(to);
      becomeDocument(doc, from);
      expect(documentOf(doc)).toEqual(from);
      expect(from.cells.map(({ id }) => sourceOf(doc, id))).toEqual(texts);
    }),
    { numRuns: 300 },
  );
});

test("what somebody changed on an older text joins what others did meanwhile", () => {
  const doc = sharedFrom(base);
  becomeDocument(doc, { title: "Tides", cells: [cell(3, "three"), cell(1, "one!"), cell(2, "two")] });
  const mine: Document = {
    title: "Moons",
    cells: [cell(1, "my one"), cell(2, "two", "sql"), cell(4, "four")],
  };
  applyDifference(doc, { base, target: mine });
  expect(documentOf(doc)).toEqual({
    title: "Moons",
    cells: [cell(1, "my one!"), cell(2, "two", "sql"), cell(4, "four")],
  });
});

test("a cell that one deletes and another changes is there, with what was written", () => {
  const doc = sharedFrom(base);
  markDeleted(doc, 2, true);
  applyDifference(doc, { base, target: { ...base, cells: base.cells.with(1, cell(2, "two more")) } });
  expect(cellOf(doc, 2)).toEqual(cell(2, "two more"));
  expect(documentOf(doc).cells).toHaveLength(3);
  markDeleted(doc, 3, true);
  editSource(doc, 3, [{ at: 5, remove: 0, text: " and on" }]);
  markDeleted(doc, 3, false);
  expect(cellOf(doc, 3)?.source).toBe("three and on");
});

test("new cells of two people with the same id are two cells", () => {
  const doc = sharedFrom(base);
  const adding = (source: string) => ({ base, target: { ...base, cells: [...base.cells, cell(4, source)] } });
  expect(applyDifference(doc, adding("mine")).size).toBe(0);
  expect([...applyDifference(doc, adding("theirs")).keys()]).toEqual([4]);
  const { cells } = documentOf(doc);
  expect(cells.map(({ source }) => source).toSorted()).toEqual(["mine", "one", "theirs", "three", "two"]);
});

test("a text that comes with the line ends of another system changes nothing but what it changes", () => {
  const doc = sharedFrom({ title: "Lines", cells: [cell(1, "a\r\nb\rc")] });
  expect(documentOf(doc).cells).toEqual([cell(1, "a\nb\nc")]);
  becomeDocument(doc, { title: "Lines", cells: [cell(1, "a\r\nb\r\nc!")] });
  expect(documentOf(doc).cells).toEqual([cell(1, "a\nb\nc!")]);
});
