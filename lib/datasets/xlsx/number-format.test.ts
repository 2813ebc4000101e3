import { expect, test } from "vitest";
import { numberKind } from "./number-format";

test.each([
  ["General", "plain"],
  ["0.00", "plain"],
  ["#,##0.00 [$€-C0A];[Red]-#,##0.00 [$€-C0A]", "plain"],
  ['0 "días"', "plain"],
  ['#,##0.00" USD"_);\\(#,##0.00\\)', "plain"],
  ["0.00E+00", "plain"],
  ["# ?/?", "plain"],
  ["@", "plain"],
  ["[Red]0", "plain"],
  ["yyyy-mm-dd", "day"],
  ["d/m/yy h:mm", "day"],
  ['[$-C0A]d "de" mmmm "de" yyyy;@', "day"],
  ["mmm-yy", "day"],
  ["dddd", "day"],
  ["[$-411]ggge", "day"],
  ["hh:mm:ss.000", "time"],
  ["h:mm AM/PM", "time"],
  ["mm:ss.0", "time"],
  ["[h]:mm:ss", "duration"],
  ["[mm]:ss", "duration"],
  ['"day"0', "plain"],
])("the format %s shows a %s number", (code, kind) => {
  expect(numberKind(164, code)).toBe(kind);
});

test("formats without a text are known by their number", () => {
  expect([0, 2, 14, 20, 22, 46, 49].map((id) => numberKind(id, undefined))).toEqual([
    "plain",
    "plain",
    "day",
    "time",
    "day",
    "duration",
    "plain",
  ]);
});
