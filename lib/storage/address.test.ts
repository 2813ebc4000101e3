import { expect, test } from "vitest";
import { requireAddress, requireName } from "./address";

const sha256 = "0123456789abcdef".repeat(4);

test("a blob's address is a SHA-256 in lower-case hex and nothing else", () => {
  expect(requireAddress(sha256)).toBe(sha256);
  for (const wrong of ["", sha256.slice(1), `${sha256}0`, sha256.toUpperCase(), "../../../../etc/passwd"])
    expect(() => requireAddress(wrong), wrong).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
});

test("the name of a file that grows leaves its folder by no way of writing it", () => {
  for (const name of ["a", "jobs/0b/1.log", "notebooks/x-1_2.txt"]) expect(requireName(name)).toBe(name);
  for (const wrong of [
    "",
    "/a",
    "a/",
    "a//b",
    "..",
    "a/../b",
    ".a",
    "a/.b",
    "A",
    "a\\b",
    "a\0",
    "ä",
    "a".repeat(201),
  ])
    expect(() => requireName(wrong), wrong).toThrow(expect.objectContaining({ code: "INVALID" }));
});
