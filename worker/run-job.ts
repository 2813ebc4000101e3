import os from "node:os";
import { isJobKind } from "@/lib/jobs/kinds";
import { limits } from "@/lib/limits";
import { Refused, type Claimed, type WorkerApi } from "./api";
import { runs } from "./kinds";

type Line = { seq: number; at: Date; line: string };

/**
 * Runs one job to its end: tells the server how far it is once a second, stops when told to, and hands in
 * everything at once.
 */
export async function runJob(api: WorkerApi, job: Claimed): Promise<void> {
  const state = { done: 0, total: 0, message: "Starting", lines: [] as Line[], seq: 0 };
  const log = (line: string) => state.lines.push({ seq: state.seq++, at: new Date(), line });
  log(
    `Attempt ${job.attempt} on ${os.hostname()}, Node ${process.version}, ${os.availableParallelism()} threads`,
  );
  const stopped = new AbortController();
  const heart = beating(api, job, state, stopped);
  try {
    if (!isJobKind(job.kind)) throw new Error(`This worker does not know jobs of the kind ${job.kind}.`);
    const result = await runs[job.kind]({
      api,
      job,
      signal: stopped.signal,
      log,
      progress: (message, done = 0, total = 0) =>
        Object.assign(state, { message: message.slice(0, 500), done, total }),
    });
    await heart.stop();
    await api.finish(job, { status: "FINISHED", result });
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    if (!stopped.signal.aborted) log(sentence);
    await heart.stop().catch(() => undefined);
    if (error instanceof Refused && error.status === 401) return; // the lease is gone: the attempt is somebody else's
    await api
      .finish(job, stopped.signal.aborted ? { status: "KILLED" } : { status: "FAILED", error: sentence })
      .catch(() => undefined);
  }
}

function beating(
  api: WorkerApi,
  job: Claimed,
  state: { done: number; total: number; message: string; lines: Line[] },
  stopped: AbortController,
) {
  let busy: Promise<void> = Promise.resolve();
  const beat = async () => {
    const lines = state.lines.splice(0, 1_000);
    try {
      const { done, total, message } = state;
      const { cancel } = await api.heartbeat(job, { done, total, message, lines });
      if (cancel) stopped.abort();
    } catch (error) {
      state.lines.unshift(...lines);
      if (error instanceof Refused) stopped.abort();
    }
  };
  const timer = setInterval(() => (busy = busy.then(beat)), limits.heartbeatMilliseconds);
  busy = beat();
  return {
    async stop(): Promise<void> {
      clearInterval(timer);
      await busy;
      if (state.lines.length > 0) await beat();
    },
  };
}
