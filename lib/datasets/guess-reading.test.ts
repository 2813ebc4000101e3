import { expect, test } from "vitest";
import { guessReading } from "./guess-reading";

const guess = (cells: (string | null)[], european = false) =>
  guessReading(cells, { decimalComma: european, dotThousands: european });

test("a sample suggests the narrowest type that all of its cells fit", () => {
  expect(guess(["1", null, "-20"])?.type).toBe("integer");
  expect(guess(["1", ".5", "-2E-3"])?.type).toBe("number");
  expect(guess(["True", "false"])?.type).toBe("boolean");
  expect(guess(["2020-01-01", "2020-01-01T10:11:12.5Z"])?.type).toBe("date");
  expect(guess(["a", "1"])?.type).toBe("text");
});

test("missing codes and spaces around cells are told", () => {
  expect(guess([" 1", "NA ", "2", "None", ""])).toEqual({
    type: "integer",
    trims: true,
    comma: false,
    groups: "",
    codes: ["NA", "None"],
  });
});

test("a decimal comma is one only where it cannot group thousands", () => {
  expect(guess(["1,5", "1,234"], true)).toMatchObject({ type: "number", comma: true });
  expect(guess(["1,234", "12,500"], true)).toBeNull();
  expect(guess(["1,5"], false)).toBeNull();
  expect(guess(["1.234", "5"], true)).toBeNull();
  expect(guess(["1.234", "0.5"], true)?.type).toBe("number");
});

test.each([[["01/02/2020"]], [["007", "5"]], [["12345678901234567890"]], [["1", "inf"]], [[null, ""]]])(
  "what looks like numbers or dates and may be neither is for all cells to tell: %j",
  (cells) => expect(guess(cells)).toBeNull(),
);
