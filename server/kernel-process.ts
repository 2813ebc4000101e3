import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { limits } from "@/lib/limits";
import type { FromKernel } from "@/lib/notebooks/kernel-protocol";
import { kernelCommand, kernelProgram, type Python } from "./find-python";
import { hearKernel, sendToKernel } from "./kernel-wire";

export type KernelProcess = {
  pid: number | undefined;
  send: (message: object, payloads?: readonly Uint8Array[]) => void;
  /** Ends it and all that it started; `why` is what is told of its end. */
  kill: (why: string) => void;
};
type Hearing = {
  heard: (message: FromKernel, payloads: Buffer[]) => void;
  /** What programs that a cell started print, and what Python says outside of cells. */
  printed: (stream: "stdout" | "stderr", text: string) => void;
  ended: (why: string) => void;
};

/** Starts a kernel in a process group of its own, with a folder of its own and nothing of the server's. */
export function startKernel(python: Python, folder: string, hearing: Hearing): KernelProcess {
  const own = path.join(folder, randomUUID());
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const home = python.bwrap ? "/tmp" : own;
  const [program, ...args] = kernelCommand(python, kernelProgram);
  const child: ChildProcess = spawn(program!, args, {
    cwd: own,
    detached: true, // a group of its own
    env: environment(home),
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
  });
  let reason: string | null = null;
  const kill = (why: string) => {
    reason ??= why;
    endGroup(child.pid);
  };
  const [, stdout, stderr, requests, answers] = child.stdio as unknown as [
    ...[null, Readable, Readable, Writable, Readable],
  ];
  // a kernel that has ended takes nothing any more; its end is heard below
  for (const stream of child.stdio) stream?.on("error", () => undefined);
  hearKernel(answers, hearing.heard, () => kill("It said what no kernel says: a cell wrote into its pipes."));
  stdout.setEncoding("utf8").on("data", (text: string) => hearing.printed("stdout", text));
  stderr.setEncoding("utf8").on("data", (text: string) => hearing.printed("stderr", text));
  let isOver = false;
  const over = (why: string) => {
    if (isOver) return;
    isOver = true;
    endGroup(child.pid); // what it started and left behind
    void rm(own, { recursive: true, force: true });
    hearing.ended(reason ?? why);
  };
  child.once("error", (error) => over(`It could not start: ${error.message}.`));
  child.once("exit", (code, signal) => over(whyOf(code, signal)));
  return {
    pid: child.pid,
    send: (message, payloads) => sendToKernel(requests, message, payloads),
    kill,
  };
}

/** Nothing of the server's but where programs are. */
function environment(home: string): NodeJS.ProcessEnv {
  const { NODE_ENV, PATH } = process.env;
  return {
    ...{ NODE_ENV, PATH, HOME: home, TMPDIR: home, LANG: "C.UTF-8", PYTHONIOENCODING: "utf-8" },
    ...{ MPLBACKEND: "agg", MPLCONFIGDIR: home, KERNEL_MEMORY: String(limits.kernelMemoryBytes) },
  };
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // nobody is left in it
  }
}

/** Shells and bubblewrap say a signal as 128 and its number. */
function whyOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === "SIGKILL" || code === 137)
    return "It was killed, most likely because the server had no memory left.";
  if (signal === "SIGSEGV" || code === 139)
    return "It crashed (SIGSEGV): a library that a cell uses did what it must not.";
  if (signal) return `It ended by ${signal}.`;
  return `It ended by itself (code ${code}).`;
}
