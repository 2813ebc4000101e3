import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writersIn } from "./writers";

function freshFolder(): string {
  const root = mkdtempSync(path.join(tmpdir(), "perihelion-writers-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

/** Another process that holds the lock of a writer's folder, as `writersIn` would in a server. */
async function otherWriter(folder: string) {
  mkdirSync(folder);
  writeFileSync(path.join(folder, "half"), "half of a file");
  const script = `
    const { DatabaseSync } = require("node:sqlite");
    const lock = new DatabaseSync(${JSON.stringify(path.join(folder, "lock"))});
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    console.log("held");
    setInterval(() => lock.isOpen, 1000);`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return () =>
    new Promise((resolve) => {
      child.once("exit", resolve);
      child.kill("SIGKILL");
    });
}

const machine = hostname().replaceAll(/[^\w-]/g, "_");
const old = new Date(Date.now() - 2 * 86_400_000);

test("what a killed process left is swept at once; a living one's files and our own stay", async () => {
  const root = freshFolder();
  const mine = writersIn(root);
  const file = await mine.newFile();
  writeFileSync(file, "being written");
  const theirs = path.join(root, `${machine}.other`);
  const kill = await otherWriter(theirs);
  utimesSync(path.join(theirs, "lock"), old, old);
  expect(await mine.sweep()).toBe(0);
  expect(await writersIn(root).sweep()).toBe(0);
  await kill();
  expect(await mine.sweep()).toBe(1);
  expect([existsSync(theirs), existsSync(file)]).toEqual([false, true]);
});

test("a writer on another machine is believed while it shows itself, whatever its lock says", async () => {
  const root = freshFolder();
  const away = path.join(root, "elsewhere.1");
  mkdirSync(away);
  for (const name of ["lock", "half"]) writeFileSync(path.join(away, name), "");
  const writers = writersIn(root);
  expect(await writers.sweep()).toBe(0);
  utimesSync(path.join(away, "lock"), old, old);
  expect(await writers.sweep()).toBe(1);
  expect(readdirSync(root)).toEqual([]);
});

test("files of an older version, beside the folders, go after a day", async () => {
  const root = freshFolder();
  for (const name of ["young", "old"]) writeFileSync(path.join(root, name), "");
  utimesSync(path.join(root, "old"), old, old);
  expect(await writersIn(root).sweep()).toBe(1);
  expect(readdirSync(root)).toEqual(["young"]);
});

test("there is nothing to sweep where nobody has written yet", async () => {
  expect(await writersIn(path.join(freshFolder(), "tmp")).sweep()).toBe(0);
});
