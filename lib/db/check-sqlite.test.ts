import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { requireSoundSqlite } from "./check-sqlite";

function copy(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-check-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "test.db");
  copyFileSync(inject("emptyDb"), file);
  return file;
}
const isDamaged = (why: string) =>
  expect.objectContaining({
    code: "UNAVAILABLE",
    message: expect.stringMatching(new RegExp(`is damaged: .*${why}.*Restore a backup`)),
  });

test("a sound file, and one that is not there yet, may be opened", () => {
  expect(() => requireSoundSqlite(copy(), true)).not.toThrow();
  expect(() => requireSoundSqlite(`${copy()}.none`, true)).not.toThrow();
});

test.each([0.5, 0.9])("a file cut off at %d of its length is told from a smaller database", (share) => {
  const file = copy();
  truncateSync(file, Math.floor(statSync(file).size * share));
  expect(() => requireSoundSqlite(file, true)).toThrow(isDamaged("of \\d+ bytes"));
});

test("a file that was emptied is told from a new one", () => {
  const file = copy();
  truncateSync(file, 0);
  expect(() => requireSoundSqlite(file, true)).toThrow(isDamaged("empty"));
  expect(() => requireSoundSqlite(file, false)).not.toThrow();
});

test("a file whose pages were overwritten, or that is no database, is refused", () => {
  const file = copy();
  const content = readFileSync(file);
  writeFileSync(file, content.fill(0x55, 4_096, 40_960));
  expect(() => requireSoundSqlite(file, true)).toThrow(isDamaged(""));
  writeFileSync(file, "Dear diary".repeat(1_000));
  expect(() => requireSoundSqlite(file, true)).toThrow(isDamaged(""));
});
