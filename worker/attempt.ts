import { isJobKind, jobKinds } from "@/lib/jobs/kinds";
import type { Finish } from "@/lib/jobs/schema";
import { limits } from "@/lib/limits";
import type { Claimed, WorkerApi } from "./api";
import { exitText, type JobProcess } from "./job-process";
import { logShipper } from "./log-shipper";
import { lineStamper } from "./log-stamp";
import { isFinal, Refused } from "./refused";

type State = {
  done: number;
  total: number;
  message: string;
  result?: unknown;
  failed?: string;
  /** Why its process was killed, if it was. */
  stopped?: "cancelled" | "too long" | "lease lost";
};

/** How long what is left of a log and the result are tried to be handed in while the server is away. */
const handInMilliseconds = 60_000;

/**
 * Sees one job through to its end: keeps its lease while its process works, however busy that is, passes on
 * progress and log, kills it when somebody asks or its time is up, and hands in how it ended.
 */
export async function runAttempt(api: WorkerApi, job: Claimed, child: JobProcess): Promise<void> {
  const kind = isJobKind(job.kind) ? jobKinds[job.kind] : null;
  const { seconds, logMb } = kind?.limits ?? { seconds: 60, logMb: 1 };
  const state: State = { done: 0, total: 0, message: "Starting" };
  const log = logShipper((bytes, at) => appendLog(api, job, bytes, at), {
    most: logMb * 2 ** 20,
    mark: `\nThe log ends here: it has ${logMb} MB, the most that is kept.\n`,
  });
  const stop = (why: NonNullable<State["stopped"]>) => {
    state.stopped ??= why;
    child.kill();
  };
  const heart = startHeart(api, job, { state, logBytes: log.arrived, stop });
  const timer = setTimeout(() => stop("too long"), Math.min(seconds * 1_000, 2 ** 31 - 1));
  try {
    readOutput(child, log);
    child.onMessage((message) => {
      if (message.op === "progress") Object.assign(state, message);
      else if (message.op === "result") state.result = message.result;
      else state.failed = message.sentence;
    });
    child.run(api.server, job);
    const exit = await child.exit;
    clearTimeout(timer);
    await child.closed;
    if (state.stopped === "lease lost") return;
    await log.finish(handInMilliseconds);
    await handIn(api, job, { exit: exitText(exit), ...endingOf(state, exitText(exit), seconds) });
  } finally {
    clearTimeout(timer);
    child.kill();
    await heart.stop();
  }
}

/** How a job ended, by what its process said and how it went. */
export function endingOf(state: State, exit: string, seconds: number): Finish {
  if (state.stopped === "cancelled") return { status: "KILLED" };
  if (state.stopped === "too long")
    return { status: "FAILED", error: `It ran for ${seconds} s, the longest that jobs of this kind may.` };
  if (state.result !== undefined) return { status: "FINISHED", result: state.result };
  const guess = exit === "SIGKILL" ? "; perhaps its memory ran out" : "";
  const ended = `Its process ended (${exit}) before it was done${guess}.`;
  return { status: "FAILED", error: (state.failed ?? ended).slice(0, 4_000) };
}

function readOutput(child: JobProcess, log: ReturnType<typeof logShipper>): void {
  for (const output of child.output) {
    const stamped = lineStamper();
    output.on("data", (piece: Buffer) => {
      log.take(stamped(piece, new Date()));
      if (log.full(() => output.resume())) output.pause();
    });
  }
}

/** Tells the server once a second that the job is alive; not while it has yet to answer the last time. */
function startHeart(
  api: WorkerApi,
  job: Claimed,
  {
    state,
    logBytes,
    stop,
  }: { state: State; logBytes: () => number; stop: (why: "cancelled" | "lease lost") => void },
) {
  let busy: Promise<void> | null = null;
  const sendHeartbeat = async () => {
    try {
      const { done, total, message } = state;
      const { cancel } = await api.heartbeat(job, { done, total, message, logBytes: logBytes() });
      if (cancel) stop("cancelled");
    } catch (error) {
      if (error instanceof Refused && error.status === 401) stop("lease lost");
    }
  };
  const beat = () => void (busy ??= sendHeartbeat().finally(() => (busy = null)));
  const timer = setInterval(beat, limits.heartbeatMilliseconds);
  beat();
  return {
    stop: async () => {
      clearInterval(timer);
      await busy;
    },
  };
}

async function appendLog(api: WorkerApi, job: Claimed, bytes: Uint8Array, at: number): Promise<boolean> {
  try {
    await api.appendLog(job, bytes, at);
    return true;
  } catch (error) {
    if (isFinal(error)) return false;
    throw error;
  }
}

/**
 * Hands in how a job ended, again and again while the server is away; what the server refuses, fails the job.
 */
async function handIn(api: WorkerApi, job: Claimed, ending: Finish): Promise<void> {
  const until = performance.now() + handInMilliseconds;
  for (;;) {
    try {
      return void (await api.finish(job, ending));
    } catch (error) {
      // it is over: a lost answer, or another's by now
      if (error instanceof Refused && error.status === 401) return;
      if (isFinal(error) && ending.status === "FINISHED")
        return handIn(api, job, { status: "FAILED", error: error.message.slice(0, 4_000) });
      if (performance.now() > until) return; // the lease runs out, and the job is tried again
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
