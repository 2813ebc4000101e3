import { execFile, spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { confinedBy } from "@/lib/confinement";
import { limits } from "@/lib/limits";

const execute = promisify(execFile);
const patience = 10_000;

/** What a confined process may write, all of which is in memory. */
const temporaryBytes = 16 * 2 ** 20;

const program = () => path.resolve("dist/notebook-runner.mjs");

/**
 * Starts the process that runs cells: without rights to files, other processes and addons, without anything
 * of the worker's, and, where bubblewrap is there and may make namespaces, without network.
 *
 * @returns the process, and whether it is confined by the system too
 */
export async function startRunner(): Promise<{ child: ChildProcess; isConfined: boolean }> {
  const run = [
    process.execPath,
    "--permission",
    `--allow-fs-read=${program()}`,
    `--max-old-space-size=${limits.notebookRunMemoryMb}`,
    program(),
  ];
  const isConfined = await canConfine();
  const seen = [path.dirname(process.execPath), program()];
  const [command, ...args] = isConfined ? confinedBy("bwrap", { run, seen, temporaryBytes }) : run;
  const child = spawn(command!, args, {
    env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, TZ: "UTC" },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    serialization: "advanced",
  });
  return { child, isConfined };
}

async function canConfine(): Promise<boolean> {
  const seen = [path.dirname(process.execPath)];
  const run = [process.execPath, "--version"];
  const [command, ...args] = confinedBy("bwrap", { run, seen, temporaryBytes });
  return execute(command!, args, { timeout: patience }).then(
    () => true,
    () => false,
  );
}
