import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { wholeFiles } from "./whole-once";

function fileOf(content: Buffer) {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-whole-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "file");
  writeFileSync(file, content);
  return { file, sha256: createHash("sha256").update(content).digest("hex") };
}

test("a file is read once, and again after any write, even one that restores length and time", async () => {
  const { file, sha256 } = fileOf(randomBytes(1_000));
  const { mtime, atimeNs } = statSync(file, { bigint: true });
  const whole = wholeFiles();
  await whole.require(file, sha256);
  await whole.require(file, sha256);
  expect(statSync(file, { bigint: true }).atimeNs).toBeGreaterThanOrEqual(atimeNs);

  const flipped = readFileSync(file);
  flipped[500]! ^= 1;
  writeFileSync(file, flipped);
  utimesSync(file, mtime, mtime);
  await expect(whole.require(file, sha256)).rejects.toMatchObject({ code: "DAMAGED" });
  flipped[500]! ^= 1;
  writeFileSync(file, flipped);
  await whole.require(file, sha256);
});

test("what this process has just written is not read again", async () => {
  const { file } = fileOf(randomBytes(1_000));
  const whole = wholeFiles();
  const believed = "0".repeat(64);
  await whole.note(file, believed);
  await whole.require(file, believed);
});
