import { expect, test } from "vitest";
import { hasAlready, wantedRange } from "./byte-range";

const file = { bytes: 1_000, etag: '"abc"' };

test.each([
  ["bytes=0-99", { start: 0, end: 100 }],
  ["bytes=100-", { start: 100, end: 1_000 }],
  ["bytes=-100", { start: 900, end: 1_000 }],
  ["bytes=-5000", { start: 0, end: 1_000 }],
  ["bytes=999-999", { start: 999, end: 1_000 }],
  ["bytes=0-99999", { start: 0, end: 1_000 }],
  ["bytes=1000-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=50-10", "whole"],
  ["bytes=0-1,5-6", "whole"],
  ["bytes=-", "whole"],
  ["lines=0-5", "whole"],
  [undefined, "whole"],
])("%s of a file of 1,000 bytes", (range, wanted) => {
  expect(wantedRange(range, file)).toEqual(wanted);
});

test("a range goes on only with the file that was begun", () => {
  expect(wantedRange("bytes=5-", { ...file, ifRange: '"abc"' })).toEqual({ start: 5, end: 1_000 });
  expect(wantedRange("bytes=5-", { ...file, ifRange: '"other"' })).toBe("whole");
});

test("a client says what it has", () => {
  expect([undefined, '"x"', '"x", W/"abc"', '"abc"', "*"].map((sent) => hasAlready(sent, file.etag))).toEqual(
    [false, false, true, true, true],
  );
});
