import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256 } from "./sha256";

test("a text has the same SHA-256 as everywhere, whatever its length and letters", () => {
  const right = (text: string) => createHash("sha256").update(text).digest("hex");
  for (let length = 0; length < 200; length++)
    expect(sha256("x".repeat(length))).toBe(right("x".repeat(length)));
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      expect(sha256(text)).toBe(right(text));
    }),
  );
});
