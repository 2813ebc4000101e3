import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { openZip } from "@/engine/zip";
import { zipOf } from "./zip-upload";

test("an archive of files is read as it was given: names, bytes, order", async () => {
  const given = [
    ["b é.csv", "id\n1\n"],
    ["a.csv", ""],
    ["c.csv", "x".repeat(100_000)],
  ] as const;
  const pieces: Buffer[] = [];
  const files = given.map(([name, text]) => ({
    name,
    bytes: Buffer.byteLength(text),
    pieces: async () =>
      (async function* () {
        yield Buffer.from(text.slice(0, 3));
        yield Buffer.from(text.slice(3));
      })(),
  }));
  for await (const piece of zipOf(files)) pieces.push(piece);
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-zip-"));
  const file = path.join(folder, "x.zip");
  writeFileSync(file, Buffer.concat(pieces));
  const zip = await openZip(file);
  try {
    expect([zip.names, zip.comment]).toEqual([given.map(([name]) => name), "files in order"]);
    for (const [name, text] of given) {
      const read: Buffer[] = [];
      for await (const piece of zip.read(name)) read.push(piece);
      expect(Buffer.concat(read).toString()).toBe(text);
    }
  } finally {
    zip.close();
    rmSync(folder, { recursive: true });
  }
});
