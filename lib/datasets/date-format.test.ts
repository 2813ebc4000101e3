import { expect, test } from "vitest";
import { dateCandidates, dateFormat } from "./date-format";

test.each([
  ["DD/MM/YYYY", "%d/%m/%Y", "1/2/2020"],
  ["YYYY.MM.DD HH:mm", "%Y.%m.%d %H:%M", "2020.01.02 3:04"],
  ["YYYYMMDD", "%Y%m%d", "20200102"],
  ["DD-MMM-YY hh:mm A", "%d-%b-%y %I:%M %p", "02-Jan-20 03:04 PM"],
  ["YYYY-MM-DDTHH:mm:ss.SSS", "%Y-%m-%dT%H:%M:%S.%g", "2020-01-02T03:04:05.678"],
])("dates written as %s are read as %s", (written, strptime, cell) => {
  const format = dateFormat(written);
  expect(format.strptime).toBe(strptime);
  expect(cell).toMatch(new RegExp(`^${format.pattern}$`));
});

test("a pattern fits nothing but what is written so", () => {
  expect("2020111").not.toMatch(new RegExp(`^${dateFormat("YYYYMMDD").pattern}$`));
  expect("1/2/20").not.toMatch(new RegExp(`^${dateFormat("DD/MM/YYYY").pattern}$`));
  expect("1a2a2020").not.toMatch(new RegExp(`^${dateFormat("DD.MM.YYYY").pattern}$`));
});

test.each(["DD/MM", "YYYY", "DD/MM/JJJJ", "%d/%m/%Y", "tomorrow"])("%s is no way to write dates", (one) => {
  expect(() => dateFormat(one)).toThrow("no way to write dates");
});

test.each([
  ["01/02/2020", ["DD/MM/YYYY", "MM/DD/YYYY"]],
  ["1.2.20 10:30", ["DD.MM.YY HH:mm", "MM.DD.YY HH:mm", "YY.MM.DD HH:mm"]],
  ["2020/01/02", ["YYYY/MM/DD"]],
  ["2020/01/02T10:30:00", ["YYYY/MM/DDTHH:mm:ss"]],
  ["01/02/2020 noon", []],
  ["1/2-2020", []],
  ["12,5", []],
])("%s may be written as %j", (example, written) => {
  expect(dateCandidates(example).map((one) => one.written)).toEqual(written);
});
