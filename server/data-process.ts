import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { DataEngine, EngineRequests, Kind, Progress } from "@/lib/datasets/engine";
import type { Profile } from "@/lib/datasets/profile";
import { AppError, type ErrorCode } from "@/lib/errors";
import { limits } from "@/lib/limits";

type Reply =
  | { op: "done"; output: unknown }
  | { op: "progress"; done: number; total: number; partial?: Profile }
  | { op: "failed"; code: ErrorCode | null; message: string };

/** At most this many at once; the rest wait their turn. */
const processes = 2;

/** A data engine in child processes: each request has one for itself, kept warm for the next, killed when it must stop. */
export function processEngine(scratchFolder: string, program = path.resolve("dist/engine.mjs")): DataEngine {
  rmSync(scratchFolder, { recursive: true, force: true });
  mkdirSync(scratchFolder, { recursive: true });
  const idle: ChildProcess[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;

  const spawn = () =>
    fork(program, [scratchFolder], {
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });

  async function borrow(): Promise<ChildProcess> {
    if (busy >= processes) await new Promise<void>((resolve) => waiting.push(resolve));
    busy += 1;
    return idle.pop() ?? spawn();
  }

  function giveBack(child: ChildProcess): void {
    busy -= 1;
    if (child.connected && idle.length === 0) idle.push(child);
    else child.kill("SIGKILL");
    waiting.shift()?.();
  }

  async function run<K extends Kind>(
    kind: K,
    input: EngineRequests[K]["input"],
    {
      timeout = limits.sqlMilliseconds,
      signal,
      progress,
    }: { timeout?: number; signal?: AbortSignal; progress?: Progress } = {},
  ) {
    const child = await borrow();
    try {
      return (await ask(
        child,
        { kind, input },
        { timeout, signal, progress },
      )) as EngineRequests[K]["output"];
    } finally {
      giveBack(child);
    }
  }

  return {
    run,
    scratch: () => path.join(scratchFolder, randomUUID()),
    stop: () => {
      for (const child of idle) child.kill("SIGKILL");
    },
  };
}

type Waiting = { timeout: number; signal: AbortSignal | undefined; progress: Progress | undefined };

function ask(child: ChildProcess, request: object, { timeout, signal, progress }: Waiting): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const stop = (error: AppError) => {
      child.disconnect();
      child.kill("SIGKILL");
      settle(() => reject(error));
    };
    const timer = setTimeout(
      () =>
        stop(
          new AppError(
            "TIMEOUT",
            `This took longer than ${timeout / 1_000} s and was stopped. Ask for less.`,
          ),
        ),
      timeout,
    );
    const onAbort = () => stop(new AppError("CONFLICT", "Stopped."));
    const onExit = () =>
      settle(() =>
        reject(
          new AppError(
            "TOO_LARGE",
            "The data process ended: most likely this needs more memory than it may have. Ask for less.",
          ),
        ),
      );
    const onMessage = (reply: Reply) => {
      if (reply.op === "progress") progress?.(reply.done, reply.total, reply.partial);
      else if (reply.op === "done") settle(() => resolve(reply.output));
      else
        settle(() => reject(reply.code ? new AppError(reply.code, reply.message) : new Error(reply.message)));
    };
    function settle(act: () => void): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      child.off("message", onMessage);
      child.off("exit", onExit);
      act();
    }
    signal?.addEventListener("abort", onAbort);
    child.on("message", onMessage);
    child.once("exit", onExit);
    if (signal?.aborted) onAbort();
    else child.send(request);
  });
}
