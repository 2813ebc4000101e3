import { expect, test } from "vitest";
import { safeTypeOf } from "./file-type";

test.each([
  ["plots/roc.PNG", "image/png"],
  ["a/data.csv", "text/csv; charset=utf-8"],
  ["report.json", "application/json"],
  ["model/MLmodel", "text/plain; charset=utf-8"],
  ["model/conda.yaml", "text/plain; charset=utf-8"],
  ["page.html", "application/octet-stream"],
  ["picture.svg", "application/octet-stream"],
  ["feed.xml", "application/octet-stream"],
  ["script.js", "application/octet-stream"],
  ["model.pkl", "application/octet-stream"],
  ["png", "application/octet-stream"],
  ["x.constructor", "application/octet-stream"],
])("%s is sent as %s", (path, type) => {
  expect(safeTypeOf(path)).toBe(type);
});
