import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { hashOf, requireWhole, verified } from "./verify";

const content = Buffer.from("every byte of this");
const sha256 = createHash("sha256").update(content).digest("hex");
const pieces = (of: Buffer, size = 5) =>
  Readable.from(
    Array.from({ length: Math.ceil(of.length / size) }, (_, i) => of.subarray(i * size, (i + 1) * size)),
  );

/** What came through, and whether it ended well. */
async function through(of: Buffer, bytes = of.length) {
  const came: Buffer[] = [];
  try {
    for await (const piece of verified(pieces(of), { sha256, bytes })) came.push(piece);
    return { came: Buffer.concat(came), error: null };
  } catch (error) {
    return { came: Buffer.concat(came), error };
  }
}

test("a whole file comes through as it is", async () => {
  expect(await through(content)).toEqual({ came: content, error: null });
});

test.each([
  ["a flipped bit at the start", Buffer.from([content[0]! ^ 1, ...content.subarray(1)])],
  ["a flipped bit in the last byte", Buffer.from([...content.subarray(0, -1), content.at(-1)! ^ 1])],
])("%s is noticed before the last piece is handed on", async (_, damaged) => {
  const { came, error } = await through(damaged);
  expect(error).toMatchObject({ code: "DAMAGED" });
  expect(came.length).toBeLessThan(content.length);
});

test("a file that is shorter or longer than it should be is damaged", async () => {
  expect((await through(content.subarray(0, -1), content.length)).error).toMatchObject({ code: "DAMAGED" });
  const longer = await through(Buffer.concat([content, Buffer.from("!")]), content.length);
  expect(longer.error).toMatchObject({ code: "DAMAGED" });
  expect((await through(Buffer.alloc(0), 0)).error).toMatchObject({ code: "DAMAGED" });
});

test("bytes at hand are compared with their address", async () => {
  expect(() => requireWhole(content, sha256)).not.toThrow();
  expect(() => requireWhole(content.subarray(1), sha256)).toThrow(
    expect.objectContaining({ code: "DAMAGED" }),
  );
  expect(await hashOf(pieces(content))).toEqual({ sha256, bytes: content.length });
});
