import { expect, test } from "vitest";
import { newCellId } from "./cell-id";

test("ids of cells are safe whole numbers from 1, and no two are the same", () => {
  expect(newCellId(() => 0)).toBe(1);
  expect(Number.isSafeInteger(newCellId(() => 1 - 2 ** -53))).toBe(true);
  expect(new Set(Array.from({ length: 1_000 }, () => newCellId())).size).toBe(1_000);
});
