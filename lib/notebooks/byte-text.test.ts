import { expect, test } from "vitest";
import { toBytes, toText } from "./byte-text";

test("bytes travel as text and come back as they were", () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, i) => (i * 7) % 256);
  expect(toBytes(toText(bytes))).toEqual(bytes);
  expect(toText(new Uint8Array())).toBe("");
});
