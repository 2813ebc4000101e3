import { fork } from "node:child_process";
import { mkdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { EngineRequests, Kind, ProgressValue } from "@/lib/datasets/engine";
import { AppError, type ErrorCode } from "@/lib/errors";

type Reply =
  | { op: "begun" }
  | { op: "progress"; value: ProgressValue }
  | { op: "done"; output: unknown }
  | { op: "failed"; code: ErrorCode | null; message: string };

/** How much the engine of a job leaves the processor to others, 0 to 19; as the server's heavy lane does. */
const niceness = 10;

/**
 * Asks the data engine once, in a process below this one that ends with it: what the engine answers to a
 * request of the server it answers here, in the same words.
 *
 * @param folder where it works and spills
 * @param progress hears how much of a pass over the rows is done
 * @throws {AppError} INVALID for what the caller can mend; TOO_LARGE, UNAVAILABLE as the server's engine does
 */
export function runEngine<K extends Kind>(
  kind: K,
  input: EngineRequests[K]["input"],
  { folder, progress }: { folder: string; progress: (percent: number) => void },
): Promise<EngineRequests[K]["output"]> {
  mkdirSync(folder, { recursive: true });
  const child = fork(path.resolve("dist/engine.mjs"), [], {
    cwd: folder,
    env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, HOME: folder }, // no address, no secret
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  if (child.pid) os.setPriority(child.pid, niceness);
  return new Promise<EngineRequests[K]["output"]>((resolve, reject) => {
    child.on("message", (reply: Reply) => {
      if (reply.op === "progress") progress(reply.value.done);
      else if (reply.op === "done") resolve(reply.output as EngineRequests[K]["output"]);
      else if (reply.op === "failed") reject(failureOf(reply));
    });
    child.once("error", reject);
    child.once("exit", () => reject(endedItself()));
    child.send({ kind, input });
  }).finally(() => child.kill("SIGKILL"));
}

/** What is no error of the user's is for the log; they read that it was ours. */
function failureOf({ code, message }: { code: ErrorCode | null; message: string }): AppError {
  if (code) return new AppError(code, message);
  console.log(message);
  return new AppError("UNAVAILABLE", "Something went wrong on our side. It is in the job's log.");
}

function endedItself(): AppError {
  return new AppError(
    "UNAVAILABLE",
    "The process that worked on this ended before it was done: it was killed, or needed more memory than " +
      "there is. Nothing was kept.",
  );
}
