import { expect, test } from "vitest";
import { boundaryOf, digestWithout } from "./body-hash";

const digestOf = (boundary: string | null, pieces: string[]) => {
  const digest = digestWithout(boundary);
  for (const piece of pieces) digest.update(Buffer.from(piece));
  return digest.end();
};

test("a form has the same hash whatever its boundary and however it is cut into pieces", () => {
  const form = (boundary: string, content: string) =>
    `--${boundary}\r\nname="file"\r\n\r\n${content}\r\n--${boundary}--\r\n`;
  const whole = digestOf("aaaa1", [form("aaaa1", "x,y")]);
  for (let at = 1; at < 40; at++) {
    const text = form("bbbbbb2", "x,y");
    expect(digestOf("bbbbbb2", [text.slice(0, at), text.slice(at, at + 3), text.slice(at + 3)])).toBe(whole);
  }
  expect(digestOf("bbbbbb2", [form("bbbbbb2", "x,z")])).not.toBe(whole);
});

test("a body that is no form is hashed as it is", () => {
  expect(digestOf(null, ["a", "b"])).toBe(digestOf(null, ["ab"]));
  expect(boundaryOf("application/json")).toBeNull();
  expect(boundaryOf('multipart/form-data; charset=utf-8; boundary="a b"')).toBe("a b");
  expect(boundaryOf("multipart/form-data; boundary=----WebKit1")).toBe("----WebKit1");
});
