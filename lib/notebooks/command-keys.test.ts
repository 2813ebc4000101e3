import { expect, test } from "vitest";
import { commandOf, type Pressed } from "./command-keys";

const pressed = (key: string, held: Partial<Pressed> = {}): Pressed => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
});

test("keys on a chosen cell do what they do in Jupyter's command mode", () => {
  expect(
    ["a", "b", "z", "m", "y", "x", "c", "v", "o", "h", "l", "Enter", "ArrowUp", "j"].map((key) =>
      commandOf(pressed(key), "", true),
    ),
  ).toEqual([
    ...["insert-above", "insert-below", "undo", "to-text", "to-code", "cut", "copy", "paste", "fold"],
    ...["hide", "number-lines"],
    ...["edit", "up", "down"],
  ]);
  expect(commandOf(pressed("Enter", { shiftKey: true }), "", true)).toBe("run-on");
  expect(commandOf(pressed("Enter", { metaKey: true }), "", true)).toBe("run");
  expect(commandOf(pressed("M", { shiftKey: true }), "", true)).toBe("merge");
  expect(commandOf(pressed("L", { shiftKey: true }), "", false)).toBe("number-all-lines");
});

test("D deletes only when it comes twice", () => {
  expect(commandOf(pressed("d"), "", true)).toBeNull();
  expect(commandOf(pressed("d"), "a", true)).toBeNull();
  expect(commandOf(pressed("d"), "d", true)).toBe("delete");
});

test("keys of the browser and names of objects do nothing", () => {
  for (const key of ["c", "v", "x", "z", "a"])
    expect(commandOf(pressed(key, { ctrlKey: true }), "", true)).toBeNull();
  for (const key of ["constructor", "__proto__", "q", "A"])
    expect(commandOf(pressed(key), "", true)).toBeNull();
});

test("where a notebook is only read, keys move, run, copy and fold, and change nothing", () => {
  expect(commandOf(pressed("b"), "", false)).toBeNull();
  expect(commandOf(pressed("d"), "d", false)).toBeNull();
  expect(commandOf(pressed("j"), "", false)).toBe("down");
});
