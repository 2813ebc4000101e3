/** What a key does to the cell that is chosen, outside of its text. */
export type CellCommand =
  | ("edit" | "up" | "down" | "run" | "run-on" | "run-insert" | "fold" | "hide")
  | ("number-lines" | "number-all-lines")
  | ("insert-above" | "insert-below" | "delete" | "undo" | "to-text" | "to-code")
  | ("cut" | "copy" | "paste" | "duplicate" | "merge" | "move-up" | "move-down");

/** A key as a browser tells it. */
export type Pressed = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean };

const plain: Record<string, CellCommand> = {
  Enter: "edit",
  ArrowUp: "up",
  k: "up",
  ArrowDown: "down",
  j: "down",
  a: "insert-above",
  b: "insert-below",
  z: "undo",
  m: "to-text",
  y: "to-code",
  x: "cut",
  c: "copy",
  v: "paste",
  o: "fold",
  h: "hide",
  l: "number-lines",
  "Shift L": "number-all-lines",
  "Shift Enter": "run-on",
  "Shift M": "merge",
  "Ctrl Enter": "run",
  "Alt Enter": "run-insert",
  "Alt ArrowUp": "move-up",
  "Alt ArrowDown": "move-down",
};

/** What works where a notebook may only be read. */
const reading: ReadonlySet<CellCommand> = new Set([
  ...(["up", "down", "run", "run-on", "copy", "fold", "hide", "number-lines", "number-all-lines"] as const),
]);

/**
 * What a key does to the chosen cell, as in Jupyter's command mode; null where it does nothing.
 *
 * @param before the key pressed before on a cell, without one in between: D deletes when it comes twice
 */
export function commandOf(pressed: Pressed, before: string, mayWrite: boolean): CellCommand | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = pressed;
  const held = [
    ...(ctrlKey || metaKey ? ["Ctrl"] : []),
    ...(altKey ? ["Alt"] : []),
    ...(shiftKey ? ["Shift"] : []),
  ];
  const name = [...held, key].join(" ");
  const command =
    name === "d" && before === "d" ? "delete" : Object.hasOwn(plain, name) ? plain[name]! : null;
  return command !== null && (mayWrite || reading.has(command)) ? command : null;
}
