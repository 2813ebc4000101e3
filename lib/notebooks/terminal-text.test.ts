import { expect, test } from "vitest";
import { fold } from "./terminal-text";

const printed = (...pieces: string[]) =>
  pieces.reduce((so, piece) => fold(so, piece), { text: "", at: 0 }).text;

test("a progress bar writes over its own line and no other", () => {
  expect(printed("begin\n", " 10%", "\r 50%", "\r100%\n", "end\n")).toBe(
    "begin\n 10%\n".replace(" 10%", "100%") + "end\n",
  );
  expect(printed("abc\rX")).toBe("Xbc");
  expect(printed("one\r\ntwo\r\n")).toBe("one\ntwo\n");
  expect(printed("\r", "a\n\rb")).toBe("a\nb");
});
