import { expect, test } from "vitest";
import { logShipper } from "./log-shipper";

const wide = { most: 2 ** 30, mark: "" };

test("everything arrives once and in order, though answers are lost", async () => {
  const file: Buffer[] = [];
  let sends = 0;
  const size = () => file.reduce((sum, { length }) => sum + length, 0);
  const shipper = logShipper(async (bytes, at) => {
    if (at === size()) file.push(Buffer.from(bytes));
    if (++sends % 2 === 1) throw new Error("the answer is lost");
    return true;
  }, wide);
  for (let i = 0; i < 1_000; i++) shipper.take(Buffer.from(`line ${i}\n`));
  await shipper.finish(30_000);
  expect(Buffer.concat(file).toString()).toBe(
    Array.from({ length: 1_000 }, (_, i) => `line ${i}\n`).join(""),
  );
});

test("a log over its limit is cut there and says so", async () => {
  const sent: Buffer[] = [];
  const send = async (bytes: Uint8Array) => sent.push(Buffer.from(bytes)) > 0;
  const shipper = logShipper(send, { most: 10, mark: "\ncut\n" });
  for (const text of ["12345", "67890", "abc", "def"]) shipper.take(Buffer.from(text));
  await shipper.finish(30_000);
  expect(Buffer.concat(sent).toString()).toBe("1234567890\ncut\n");
});

test("a source that writes faster than the server takes is asked to wait", async () => {
  const taken = Promise.withResolvers<boolean>();
  const shipper = logShipper(() => taken.promise, wide);
  const ready = Promise.withResolvers<void>();
  expect(shipper.full(ready.resolve)).toBe(false);
  shipper.take(Buffer.alloc(8 * 2 ** 20));
  expect(shipper.full(ready.resolve)).toBe(true);
  taken.resolve(true);
  await ready.promise;
  await shipper.finish(30_000);
  expect(shipper.arrived()).toBe(8 * 2 ** 20);
});
