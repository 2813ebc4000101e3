import { expect, test } from "vitest";
import { formatsOf } from "./date-writings";

const formats = (text: string, result: string) => formatsOf(text, result).map(({ format }) => format);

test("a text that is a date is read by the formats that fit it, as it stands first", () => {
  expect(formats("3 Jan 2019", "2019-01-03")).toEqual(["D MMM YYYY"]);
  expect(formats("January 3, 2019", "2019-01-03")).toEqual(["MMMM D, YYYY"]);
  expect(formats("03/04/2019", "2019-04-03")).toEqual(["DD/MM/YYYY", "D/M/YYYY"]);
  expect(formats("20190103", "2019-01-03")).toEqual(["YYYYMMDD"]);
  expect(formats("2019-01-03T14:05:30.25Z", "2019-01-03 14:05:30.25")[0]).toBe("YYYY-MM-DDTHH:mm:ss.fZ");
  expect(formats("on 3 Jan 2019", "2019-01-03")).toEqual(["[on] D MMM YYYY"]);
});

test("a day that could be a month is read in both ways where both make the result", () => {
  expect(formats("03/03/2019", "2019-03-03")).toEqual(expect.arrayContaining(["DD/MM/YYYY", "MM/DD/YYYY"]));
});

test("a text that is more than the date, or another one, has no format", () => {
  expect(formats("3 Jan 2019 14:05", "2019-01-03")).toEqual([]);
  expect(formats("3 Jan 2019", "2020-01-03")).toEqual([]);
  expect(formats("x".repeat(200), "2019-01-03")).toEqual([]);
});
