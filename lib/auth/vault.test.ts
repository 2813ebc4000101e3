import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openVault, vaultKeys } from "./vault";

const [old, newer] = ["an old key of thirty-two characters", "a newer key of thirty-two characters"];

test("a sealed secret opens for its purpose alone, and shows nothing of itself", () => {
  const vault = openVault([old]);
  const sealed = vault.seal("hunter2", "source 1 at db:5432");
  expect(sealed).not.toContain("hunter2");
  expect(sealed).not.toContain(Buffer.from("hunter2").toString("base64url"));
  expect(vault.seal("hunter2", "source 1 at db:5432")).not.toBe(sealed);
  expect(vault.open(sealed, "source 1 at db:5432")).toBe("hunter2");
  expect(() => vault.open(sealed, "source 1 at evil:5432")).toThrow("of another place, or damaged");
});

test("a key is replaced by one before it: what the old one sealed still opens, and is known as old", () => {
  const sealed = openVault([old]).seal("hunter2", "p");
  const both = openVault([newer, old]);
  expect([both.open(sealed, "p"), both.isOld(sealed), both.isOld(both.seal("x", "p"))]).toEqual([
    "hunter2",
    true,
    false,
  ]);
  expect(() => openVault([newer]).open(sealed, "p")).toThrow(/sealed with the key \w{12}, which is not here/);
});

test("a changed byte or a cut tag opens nothing", () => {
  const vault = openVault([old]);
  const parts = vault.seal("hunter2", "p").split(".");
  for (const [place, other] of [
    [2, "AAAAAAAAAAAAAAAA"],
    [3, parts[3]!.slice(0, 6)],
    [4, "AAAA"],
  ] as const)
    expect(() => vault.open(parts.with(place, other).join("."), "p")).toThrow("cannot be read");
});

test("without a key of the administrator's one is made once, for the owner of the data folder alone", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "vault-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [key] = vaultKeys(null, folder);
  expect(vaultKeys(null, folder)).toEqual([key]);
  expect(statSync(path.join(folder, "secret-key")).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(folder, "secret-key"), "utf8")).toBe(key);
  expect(vaultKeys(`${newer}, ${old}`, folder)).toEqual([newer, old]);
  expect(() => vaultKeys("short", folder)).toThrow("at least 32 characters");
});
