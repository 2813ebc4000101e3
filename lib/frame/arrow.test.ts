import { expect, test } from "vitest";
import { fromArrow, toArrow } from "./arrow";
import { isoTime, type Frame } from "./frame";

test("times keep their microseconds on the way", () => {
  const micros = [
    1577873472123456,
    1577873472000000,
    -1,
    0,
    1700000000000001,
    4102444799999999,
    8520336000000000 - 1,
  ];
  const frame: Frame = {
    rows: micros.length + 1,
    columns: [
      { name: "t", type: "date", values: Float64Array.from([...micros.map((us) => us / 1_000), NaN]) },
    ],
  };
  const [column] = fromArrow(toArrow(frame)).columns;
  expect(column).toEqual(frame.columns[0]);
  expect(micros.map((us) => isoTime(us / 1_000)).slice(0, 4)).toEqual([
    "2020-01-01T10:11:12.123456Z",
    "2020-01-01T10:11:12.000Z",
    "1969-12-31T23:59:59.999999Z",
    "1970-01-01T00:00:00.000Z",
  ]);
});
