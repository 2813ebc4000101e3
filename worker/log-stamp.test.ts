import { expect, test } from "vitest";
import { lineStamper } from "./log-stamp";

const now = new Date("2026-03-01T10:00:00.000Z");
const stamp = "2026-03-01T10:00:00.000Z ";

test("each line has its time once, wherever the pieces are cut", () => {
  const text = "one\n\ntwo\nthrée";
  const bytes = Buffer.from(text);
  const expected = `${stamp}one\n${stamp}\n${stamp}two\n${stamp}thrée`;
  for (let cut = 0; cut <= bytes.length; cut++) {
    const stamped = lineStamper();
    const pieces = [stamped(bytes.subarray(0, cut), now), stamped(bytes.subarray(cut), now)];
    expect(Buffer.concat(pieces).toString()).toBe(expected);
  }
});
