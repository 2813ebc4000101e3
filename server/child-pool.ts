import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { AppError, type Choices, type ErrorCode } from "@/lib/errors";

/** What a child answers: that it has begun, how far it is, and the end. */
export type Reply =
  | { op: "begun" }
  | { op: "progress"; value: unknown }
  | { op: "done"; output: unknown }
  | { op: "failed"; code: ErrorCode | null; message: string; choices?: Choices };
export type Ask = { timeout: number; signal: AbortSignal; progress?: (value: unknown) => void };
type Member = {
  child: ChildProcess;
  folder: string;
  alive: () => boolean;
  /** Resolves when the process has ended and its folder is gone. */
  ended: Promise<void>;
};

/** A child ended before it had begun with a request: another may be asked. */
class NotBegun extends Error {}

/**
 * Child processes that answer one request at a time each. Every one has a folder of its own, which is its
 * working directory and empty before each request; it is killed when it must stop. One that has died, at
 * work or idle, is never asked again.
 *
 * @param keep how many stay warm for the next request
 * @param niceness how much they leave the processor to others, 0 to 19
 */
export function childPool({
  program,
  folder,
  keep,
  niceness = 0,
  env = {},
}: {
  program: string;
  folder: string;
  keep: number;
  niceness?: number;
  env?: Record<string, string>;
}) {
  const idle: Member[] = [];
  const all = new Set<Member>();
  const working = new Set<number>();
  let stopped = false;

  function start(): Member {
    const own = path.join(folder, randomUUID());
    mkdirSync(own, { recursive: true });
    const child = fork(path.resolve(program), [], {
      cwd: own,
      // no address, no secret
      env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, HOME: own, ...env },
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    if (child.pid && niceness > 0) os.setPriority(child.pid, niceness);
    const exit = Promise.withResolvers<void>();
    child.once("exit", () => exit.resolve());
    child.on("error", () => {
      // it could not start; what it cannot be told any more ends it, which is heard
      if (!child.pid) exit.resolve();
    });
    const member: Member = {
      child,
      folder: own,
      alive: () => child.connected && child.exitCode === null && child.signalCode === null,
      ended: exit.promise.then(() => {
        all.delete(member);
        if (idle.includes(member)) idle.splice(idle.indexOf(member), 1);
        return rm(own, { recursive: true, force: true });
      }),
    };
    all.add(member);
    return member;
  }

  function borrow(): Member {
    for (let member = idle.pop(); member; member = idle.pop()) if (member.alive()) return member;
    return start();
  }

  async function releaseBuffer(member: Member): Promise<void> {
    if (member.alive()) await empty(member.folder).catch(() => end(member));
    if (!stopped && member.alive() && idle.length < keep) idle.push(member);
    else await end(member);
  }

  /**
   * @throws {AppError} TIMEOUT; CONFLICT when `signal` stops it; UNAVAILABLE when the process ends by itself
   */
  async function run(request: object, options: Ask): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      const member = borrow();
      try {
        return await ask(member, request, { ...options, begun: () => working.add(member.child.pid!) });
      } catch (error) {
        if (!(error instanceof NotBegun)) throw error;
        if (tries === 3) throw endedItself();
      } finally {
        working.delete(member.child.pid!);
        await releaseBuffer(member);
      }
    }
  }

  return {
    run,
    stop: () => {
      stopped = true;
      for (const { child } of all) child.kill("SIGKILL");
    },
    /** Process numbers of all that live, for tests that kill them. */
    pids: () => [...all].flatMap(({ child }) => child.pid ?? []),
    /** Process numbers of those that have begun with a request. */
    working: () => [...working],
  };
}
export type ChildPool = ReturnType<typeof childPool>;

function ask(
  member: Member,
  request: object,
  { timeout, signal, progress, begun }: Ask & { begun: () => void },
): Promise<unknown> {
  const { child } = member;
  return new Promise((resolve, reject) => {
    let hasBegun = false;
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      child.off("message", onMessage);
      child.off("exit", onExit);
      act();
    };
    const stop = (error: AppError) => settle(() => void end(member).then(() => reject(error), reject));
    const timer = setTimeout(() => stop(tookTooLong(timeout)), timeout);
    const onAbort = () => stop(new AppError("CONFLICT", "Stopped."));
    const onExit = () =>
      settle(() => reject(hasBegun ? endedItself() : new NotBegun("ended before it had begun")));
    const onMessage = (reply: Reply) => {
      if (reply.op === "begun") {
        hasBegun = true;
        begun();
      } else if (reply.op === "progress") progress?.(reply.value);
      else if (reply.op === "done") settle(() => resolve(reply.output));
      else settle(() => reject(failureOf(reply)));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    child.on("message", onMessage);
    child.once("exit", onExit);
    if (signal.aborted) onAbort();
    else if (!member.alive()) onExit();
    else child.send(request, (error) => error && settle(() => reject(new NotBegun(error.message))));
  });
}

function failureOf({ code, message, choices }: Extract<Reply, { op: "failed" }>): Error {
  return code ? new AppError(code, message, { choices }) : new Error(message);
}

async function end({ child, ended }: Member): Promise<void> {
  child.kill("SIGKILL");
  await ended;
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(path.join(folder, name), { recursive: true });
}

function tookTooLong(timeout: number): AppError {
  return new AppError("TIMEOUT", `This took longer than ${timeout / 1_000} s and was stopped. Ask for less.`);
}

function endedItself(): AppError {
  return new AppError(
    "UNAVAILABLE",
    "The process that worked on this ended before it was done: " +
      "it was killed, or needed more memory than there is. Nothing was kept. Try again, or ask for less.",
  );
}
