import { expect, test } from "vitest";
import { dateReadings, datesTaken } from "./dates";

const names = { column: "c", into: "c part" };
const of = (pairs: [string, string | null][]) => pairs.map(([value, result]) => ({ value, result }));
const all = (...pairs: [string, string | null][]) =>
  dateReadings(of(pairs), names).flatMap(({ steps }) => steps);

test("one format that reads all examples is found, or one of each together", () => {
  expect(all(["3 Jan 2019", "2019-01-03"])[0]).toMatchObject({ formats: ["D MMM YYYY"] });
  const mixed = all(["3 Jan 2019", "2019-01-03"], ["2020/02/01", "2020-02-01"]);
  expect(mixed[0]).toMatchObject({ formats: ["D MMM YYYY", "YYYY/MM/DD"] });
  expect(all(["3 Jan 2019", "2019-01-04"])).toEqual([]);
});

test("the century of two digits is said where it is not the usual one", () => {
  expect(all(["03.01.19", "2019-01-03"])[0]).not.toHaveProperty("pivot");
  expect(all(["03.01.75", "2075-01-03"])[0]).toMatchObject({ pivot: 75 });
  expect(all(["03.01.19", "1919-01-03"])[0]).toMatchObject({ pivot: 18 });
  expect(all(["03.01.19", "2019-01-03"], ["03.01.18", "1918-01-03"])).toEqual([]);
});

test("numbers may count days or seconds", () => {
  expect(all(["43468", "2019-01-03"])).toContainEqual(expect.objectContaining({ serial: "1900" }));
});

test("a date inside of a text is taken out first", () => {
  const [way] = datesTaken(
    of([["seen 2019-01-03 by Ada", "2019-01-03"]]),
    ["seen 2020-10-11 by Bell"],
    names,
  );
  expect(way!.steps.map(({ kind }) => kind)).toEqual(["extract", "parse-date"]);
  expect(datesTaken(of([["nothing", "2019-01-03"]]), [], names)).toEqual([]);
});
