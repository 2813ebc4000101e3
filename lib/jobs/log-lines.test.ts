import fc from "fast-check";
import { expect, test } from "vitest";
import { wholeLines } from "./log-lines";

const whole = { cutBefore: false, cutAfter: false };

test("a stretch that may be cut begins and ends with whole lines", () => {
  const bytes = Buffer.from("half\none\ntwo\nhal");
  const part = (cut: Partial<typeof whole>) => {
    const { start, stop } = wholeLines(bytes, { ...whole, ...cut });
    return bytes.subarray(start, stop).toString();
  };
  expect(part({})).toBe("half\none\ntwo\nhal");
  expect(part({ cutBefore: true })).toBe("one\ntwo\nhal");
  expect(part({ cutAfter: true })).toBe("half\none\ntwo\n");
});

test("a line longer than the stretch is cut between characters, and reading on loses none of it", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
      fc.integer({ min: 4, max: 20 }),
      (text, limit) => {
        const bytes = Buffer.from(text);
        let read = "";
        for (let at = 0; at < bytes.length;) {
          const piece = bytes.subarray(at, at + limit);
          const { start, stop } = wholeLines(piece, {
            cutBefore: false,
            cutAfter: at + piece.length < bytes.length,
          });
          expect([start, stop > 0]).toEqual([0, true]);
          read += piece.subarray(0, stop).toString();
          at += stop;
        }
        expect(read).toBe(text);
      },
    ),
  );
});
