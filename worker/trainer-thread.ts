import path from "node:path";
import { Worker } from "node:worker_threads";
import type { TrainerMessage, TrainerResult, TrainerTask } from "./trainer";

type Tell = { report: (message: string, done: number, total: number) => void; log: (line: string) => void };

/** A thread that has trained is kept warm so long for the next job, such as the next run of a sweep. */
const keptMilliseconds = 30_000;
let kept: { thread: Worker; timer: NodeJS.Timeout } | null = null;

/** Trains on a thread of its own, which ends with `signal` at once, whatever it does. */
export function trainOnThread(
  task: TrainerTask,
  signal: AbortSignal,
  { report, log }: Tell,
): Promise<TrainerResult> {
  const thread = takeThread();
  return new Promise((resolve, reject) => {
    const settled = () => {
      thread.off("message", onMessage).off("error", fail).off("exit", onExit);
      signal.removeEventListener("abort", onAbort);
    };
    const fail = (error: Error) => {
      settled();
      void thread.terminate().then(() => reject(error));
    };
    const onExit = () => fail(new Error("The training thread ended before it was done."));
    const onAbort = () => fail(new Error("Stopped."));
    const onMessage = (message: TrainerMessage) => {
      if (message.op === "progress") return report(message.message, message.done, message.total);
      if (message.op === "log") return log(message.line);
      settled();
      keep(thread);
      if (message.op === "done") resolve(message.result);
      else reject(new Error(message.sentence));
    };
    thread.on("message", onMessage).on("error", fail).on("exit", onExit);
    signal.addEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
    else thread.postMessage(task);
  });
}

function takeThread(): Worker {
  const waiting = kept;
  kept = null;
  clearTimeout(waiting?.timer);
  return waiting?.thread ?? new Worker(path.resolve("dist/trainer.mjs"));
}

function keep(thread: Worker): void {
  const end = () => {
    kept = null;
    void thread.terminate();
  };
  kept = { thread, timer: setTimeout(end, keptMilliseconds).unref() };
}
