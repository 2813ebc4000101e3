import { describe, expect, test } from "vitest";
import { textColumn, type Column, type Frame } from "@/lib/frame/frame";
import { sortRoom } from "@/lib/stats/sort";
import { columnProfile } from "./profile-column";
import { targetOf } from "./target";

const frame = (...columns: Column[]): Frame => ({ rows: 8, columns });
const x: Column = { name: "x", type: "number", values: Float64Array.of(1, 2, 3, 4, 90, 91, 92, 93) };
const label: Column = {
  name: "label",
  type: "boolean",
  values: Float64Array.of(0, 0, 1, 1, Number.NaN, Number.NaN, Number.NaN, Number.NaN),
};

describe("the target of a profile", () => {
  test("leaves rows without a label out of its share and out of associations", () => {
    const target = targetOf(frame(x, label), "label")!;
    expect(target).toMatchObject({ share: 0.5, unlabelled: 4, class: "true" });
    const { association } = columnProfile(x, {
      sort: sortRoom(8),
      numeric: new Map(),
      ranks: new Map(),
      codes: new Map(),
      keep: null,
      target,
      against: null,
      detail: null,
    });
    // The unlabelled rows have the greatest x: counted as the other class they would turn the sign.
    expect(association!.value).toBeCloseTo(4 / Math.sqrt(20), 12);
  });

  test("takes the rarer value of text as its class, and associates labelled rows alone", () => {
    const words = textColumn("kind", ["a", "a", "b", "b", "b", "b", null, null], 8);
    const other = textColumn("other", ["p", "p", "q", "q", "q", "q", "p", "q"], 8);
    const target = targetOf(frame(words, other), "kind")!;
    expect(target).toMatchObject({ class: "a", share: 2 / 6, unlabelled: 2 });
    const room = {
      sort: sortRoom(8),
      numeric: new Map(),
      ranks: new Map(),
      codes: new Map(),
      keep: null,
      target,
      against: null,
      detail: null,
    };
    const { association } = columnProfile(other, room);
    // With the rows that have no label, p and q would go with both classes.
    expect(association!.value).toBeCloseTo(1, 12);
    expect([...target.codes]).toEqual([1, 1, 0, 0, 0, 0, -1, -1]);
  });

  test("is nothing for a column of one value, of three, or without any", () => {
    const of = (...values: number[]) =>
      targetOf(
        { rows: values.length, columns: [{ name: "t", type: "number", values: Float64Array.from(values) }] },
        "t",
      );
    expect([of(1, 1), of(1, 2, 3), of(Number.NaN), of()]).toEqual([null, null, null, null]);
  });
});
