import { expect, test } from "vitest";
import * as Y from "yjs";
import { limits } from "@/lib/limits";
import { becomeDocument } from "./shared-difference";
import { editSource, insertCell, sharedCells, sharedFrom, sourceOf } from "./shared-document";
import { applyChecked } from "./shared-rules";

/** What a server says of a change that a page made on its copy. */
function said(change: (copy: Y.Doc) => void): string | null {
  const server = sharedFrom({ title: "Tides", cells: [{ id: 1, mode: "ts", source: "one" }] });
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(server));
  const vector = Y.encodeStateVector(copy);
  change(copy);
  return applyChecked(server, Y.encodeStateAsUpdate(copy, vector));
}
const first = (copy: Y.Doc) => sharedCells(copy).get("1")!;

test("what a page does to a notebook passes", () => {
  expect(
    said((copy) => {
      insertCell(copy, { id: 7, mode: "sql", source: "select 1", output: "rows", hidden: "code" }, 1);
      editSource(copy, 1, [{ at: 3, remove: 0, text: "\r\ntwo" }]);
      becomeDocument(copy, { title: "Moons", cells: [{ id: 1, mode: "md", source: "# one" }] });
    }),
  ).toBeNull();
});

test("a text that is replaced and a cell that is taken out are refused", () => {
  const replaced = "A cell's text is never replaced.";
  expect(said((copy) => void first(copy).set("source", new Y.Text("mine")))).toBe(replaced);
  expect(said((copy) => first(copy).delete("source"))).toBe(replaced);
  const taken = "A cell is never taken out of a notebook.";
  expect(said((copy) => sharedCells(copy).delete("1"))).toBe(taken);
  expect(said((copy) => void sharedCells(copy).set("1", new Y.Map([["source", new Y.Text()]])))).toBe(taken);
});

test("what is no notebook is refused, whatever it is", () => {
  expect(applyChecked(new Y.Doc(), new Uint8Array([9, 9, 9]))).toMatch(/no change/);
  expect(said((copy) => void copy.getMap("outputs").set("1", "large"))).toMatch(/no such part/);
  expect(said((copy) => copy.getArray("more").push([1]))).toMatch(/no such part/);
  expect(said((copy) => void first(copy).set("mode", "ruby"))).toMatch(/mode/);
  expect(said((copy) => void first(copy).set("position", 4))).toMatch(/position/);
  expect(said((copy) => void first(copy).set("output", "not a name"))).toMatch(/output/);
  expect(said((copy) => void first(copy).set("hidden", "some"))).toMatch(/hidden/);
  expect(said((copy) => void first(copy).set("ran", true))).toMatch(/ran/);
  expect(said((copy) => void copy.getMap("about").set("title", ""))).toMatch(/title/);
  expect(said((copy) => void sharedCells(copy).set("a", new Y.Map()))).toMatch(/whole number/);
  expect(said((copy) => void sharedCells(copy).set("2", new Y.Map()))).toMatch(/has a text/);
  expect(said((copy) => sourceOf(copy, 1)!.insert(0, "a\r\nb"))).toMatch(/LF/);
  expect(said((copy) => sourceOf(copy, 1)!.insertEmbed(0, { a: 1 }))).toMatch(/letters/);
  expect(said((copy) => sourceOf(copy, 1)!.format(0, 2, { bold: true }))).toMatch(/formats/);
});

test("a change that builds on one that never came is refused, so that it is not called saved", () => {
  const server = sharedFrom({ title: "Tides", cells: [{ id: 1, mode: "ts", source: "one" }] });
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(server));
  const sent: Uint8Array[] = [];
  copy.on("update", (update: Uint8Array) => void sent.push(update));
  editSource(copy, 1, [{ at: 0, remove: 0, text: "a" }]);
  editSource(copy, 1, [{ at: 1, remove: 0, text: "b" }]);
  expect(applyChecked(server, sent[1]!)).toBe("Changes before this one are missing.");
  expect(applyChecked(server, sent[0]!)).toBeNull();
});

test("a notebook has bounds, which are said", () => {
  const much = "x".repeat(limits.cellCharacters + 1);
  expect(said((copy) => editSource(copy, 1, [{ at: 0, remove: 0, text: much }]))).toMatch(
    /500,000 characters/,
  );
  expect(
    said((copy) => {
      for (let id = 2; id <= 1_001; id++) insertCell(copy, { id, mode: "ts", source: "" }, null);
    }),
  ).toBe("A notebook may have at most 1000 cells.");
});
