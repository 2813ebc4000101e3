import { expect, test } from "vitest";
import { csvLine, tabLine } from "./csv-text";

test("numbers keep all of their digits, what is missing is nothing, and an empty text is one", () => {
  const values = [0.1 + 0.2, -0, 1e21, 12345678901234567890n, NaN, -Infinity, null, undefined, "", true];
  const line = '0.30000000000000004,-0,1e+21,12345678901234567890,NaN,-Infinity,,,"",true';
  expect(csvLine(values)).toEqual({ line, guarded: 0 });
});

test("dates are written in UTC, and lists and objects as JSON", () => {
  expect(csvLine([new Date("2026-01-31T08:00:00Z"), new Date(NaN), [1, 2]]).line).toBe(
    '2026-01-31T08:00:00.000Z,Invalid Date,"[\n 1,\n 2\n]"',
  );
});

test("commas, quotes, ends of lines and blanks at the ends are quoted", () => {
  expect(csvLine(["a,b", 'say "x"', "two\r\nlines", " led", "plain", "日本 🪐"]).line).toBe(
    '"a,b","say ""x""","two\r\nlines"," led",plain,日本 🪐',
  );
});

test("a text that a spreadsheet would compute is kept from it and counted; numbers in texts stay", () => {
  expect(csvLine(["=1+1", "+cmd", "-2", "-x,y", "@SUM", "\tz", "+1.5e3", "a=b", -5])).toEqual({
    line: "'=1+1,'+cmd,-2,\"'-x,y\",'@SUM,\"'\tz\",+1.5e3,a=b,-5",
    guarded: 5,
  });
});

test("a row of nothing but one missing value is still a row", () => {
  expect(csvLine([null]).line).toBe('""');
});

test("for the clipboard parts stand between tabs, and are quoted only where they would break a row", () => {
  expect(tabLine(["a,b", 'say "x"', "t\tt", null, 0.1, "=A1"])).toEqual({
    line: 'a,b\t"say ""x"""\t"t\tt"\t\t0.1\t\'=A1',
    guarded: 1,
  });
});
