import { expect, test } from "vitest";
import { frame, frameReader } from "./web-socket-frames";

/** A frame as a browser sends it. */
function masked(opcode: number, payload: string | Buffer, last = true): Buffer {
  const bytes = Buffer.from(payload);
  const plain = Buffer.from(frame(1, bytes));
  plain[0] = (last ? 0x80 : 0) | opcode;
  const head = plain.length - bytes.length;
  plain[1]! |= 0x80;
  const mask = Buffer.from([1, 2, 3, 4]);
  return Buffer.concat([plain.subarray(0, head), mask, bytes.map((byte, i) => byte ^ mask[i % 4]!)]);
}

test("texts are read however their bytes are cut, whole or in pieces, of any length", () => {
  const long = "é".repeat(40_000);
  const sent = Buffer.concat([
    masked(1, "one"),
    masked(1, "tw", false),
    masked(9, "still there?"),
    masked(0, "o"),
    masked(1, "x".repeat(300)),
    masked(1, long),
  ]);
  for (const size of [1, 7, 1_000, sent.length]) {
    const read = frameReader(2 ** 20);
    const heard = [];
    for (let at = 0; at < sent.length; at += size) heard.push(...read(sent.subarray(at, at + size)));
    expect(heard.map((one) => ("text" in one ? one.text : one.kind))).toEqual([
      "one",
      "ping",
      "two",
      "x".repeat(300),
      long,
    ]);
    if (size === 1) break;
  }
});

test("what no browser sends ends the connection, with the reason's number", () => {
  const codeOf = (bytes: Buffer) => frameReader(1_000)(bytes).at(-1);
  expect(codeOf(frame(1, Buffer.from("not masked")))).toEqual({ kind: "wrong", code: 1002 });
  expect(codeOf(masked(0, "goes on from nothing"))).toEqual({ kind: "wrong", code: 1002 });
  expect(codeOf(masked(2, "bytes"))).toEqual({ kind: "wrong", code: 1003 });
  expect(codeOf(masked(1, Buffer.from([0xff, 0xfe])))).toEqual({ kind: "wrong", code: 1007 });
  expect(codeOf(masked(1, "x".repeat(1_001)))).toEqual({ kind: "wrong", code: 1009 });
  const pieces = [masked(1, "x".repeat(800), false), masked(0, "x".repeat(800), false)];
  expect(codeOf(Buffer.concat(pieces))).toEqual({ kind: "wrong", code: 1009 });
  expect(codeOf(masked(9, "x".repeat(126)))).toEqual({ kind: "wrong", code: 1002 });
  expect(codeOf(masked(8, ""))).toEqual({ kind: "close" });
});
