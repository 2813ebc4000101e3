import { describe, expect, test } from "vitest";
import { artifactPlace, listing, safeFolder, safePath } from "./artifact-path";

const uid = "0123456789abcdef".repeat(2);

describe("a path inside a folder of files", () => {
  test.each([
    "a",
    "model/MLmodel",
    "a b/ü.txt",
    "100%",
    "back\\slash.txt",
    "a/b\\c",
    "..a",
    "a..b",
    "x=1,y=2.csv",
  ])("may be %s", (path) => expect(safePath(path)).toBe(path));

  test.each([
    "",
    "/etc/passwd",
    "a/../b",
    "..",
    "a/./b",
    "a//b",
    "a/ /b",
    "C:/x",
    "c:\\x",
    "file:///x",
    "\\\\server\\share",
    "\\x",
    "a\\..\\..\\b",
    "..\\x",
    "a\0b",
    "a#b",
    "a?b",
    "%2e%2e/x",
    "%252e%252e%252fx",
    "%5c..%5cx",
    "%2Fetc",
    "x".repeat(1_001),
  ])("is refused as %j", (path) =>
    expect(() => safePath(path)).toThrow(expect.objectContaining({ code: "INVALID" })),
  );

  test("is the folder itself where nothing or a dot is said", () => {
    expect([undefined, "", ".", "a/"].map(safeFolder)).toEqual(["", "", "", "a"]);
  });
});

test("an address says whose files it means, with or without a slash at its end", () => {
  const owner = { kind: "run", uid };
  expect(artifactPlace(`0/${uid}/artifacts/a/b`)).toEqual({ experiment: 0, owner, path: "a/b" });
  for (const all of [`0/${uid}/artifacts`, `0/${uid}/artifacts/`])
    expect(artifactPlace(all)).toEqual({ experiment: 0, owner, path: "" });
  expect(artifactPlace(`7/models/m-${uid}/artifacts/x`)).toEqual({
    experiment: 7,
    owner: { kind: "logged-model", id: `m-${uid}` },
    path: "x",
  });
  expect(() => artifactPlace(`0/${uid}/elsewhere`)).toThrow(expect.objectContaining({ code: "INVALID" }));
});

test("a folder's listing names its files and folders once", () => {
  const files = ["a", "b/1", "b/2", "b/c/3"].map((path) => ({ path, bytes: 1 }));
  expect(listing(files, "").map(({ path, is_dir }) => [path, is_dir])).toEqual([
    ["a", false],
    ["b", true],
  ]);
  expect(listing(files, "b").map(({ path, is_dir }) => [path, is_dir])).toEqual([
    ["b/1", false],
    ["b/2", false],
    ["b/c", true],
  ]);
});
