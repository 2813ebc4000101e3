import { describe, expect, test } from "vitest";
import { requireWhole, wholeRowsAtMost } from "./whole-table";

describe("a table for a notebook", () => {
  test("comes whole, or is refused with its size", () => {
    expect(() => requireWhole("big", { rows: 1_200_000, columns: 10 })).not.toThrow();
    expect(() => requireWhole("big", { rows: wholeRowsAtMost(40), columns: 40 })).not.toThrow();
    expect(() => requireWhole("big", { rows: 1_200_000, columns: 40 })).toThrow(
      "big has 1,200,000 rows of 40 columns; a notebook takes at most 500,000 rows " +
        "of so many columns at once.",
    );
  });
});
