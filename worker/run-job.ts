import os from "node:os";
import type { Finish } from "@/lib/jobs/schema";
import { limits } from "@/lib/limits";
import { Refused, type Claimed, type WorkerApi } from "./api";
import { runTransfer } from "./transfer/run-transfer";
import { trainOnThread } from "./trainer-thread";

type Line = { seq: number; at: Date; line: string };

/**
 * Runs one job to its end: fetches the rows, trains on threads of their own, tells the server how far it
 * is once a second, stops when told to, and hands in everything at once.
 */
export async function runJob(api: WorkerApi, job: Claimed): Promise<void> {
  const state = {
    done: 0,
    total: 0,
    message: job.kind === "train" ? "Reading the data" : "Asking what is there",
    lines: [] as Line[],
    seq: 0,
  };
  const log = (line: string) => state.lines.push({ seq: state.seq++, at: new Date(), line });
  log(
    `Attempt ${job.attempt} on ${os.hostname()}, Node ${process.version}, ${os.availableParallelism()} threads`,
  );

  const stopped = new AbortController();
  const heart = beating(api, job, state, stopped);
  try {
    if (job.kind !== "train") {
      const report = await runTransfer(api, job, {
        signal: stopped.signal,
        log,
        tell: (message, done) => Object.assign(state, { message: message.slice(0, 500), done }),
      });
      await heart.stop();
      return void (await api.finish(job, { status: "FINISHED", report }));
    }
    const bytes = await api.data(job);
    log(`Read ${(bytes.byteLength / 2 ** 20).toFixed(1)} MB`);
    const result = await trainOnThread({ spec: job.spec, bytes, runName: job.id }, stopped.signal, {
      log,
      report: (message, done, total) => Object.assign(state, { message, done, total }),
    });
    log(
      `Finished: F1 on test ${result.metrics.find(({ key, split }) => key === "f1" && split === "test")?.value.toFixed(4)}`,
    );
    const artifacts: Finish["artifacts"] = [];
    for (const { path: name, content } of result.files)
      artifacts.push({ path: name, ...(await api.put(job, content)) });
    await heart.stop();
    await api.finish(job, {
      status: "FINISHED",
      metrics: result.metrics,
      artifacts,
      provenance: { ...result.provenance, environment: environment() },
    });
  } catch (error) {
    if (!stopped.signal.aborted) log(error instanceof Error ? error.message : String(error));
    await heart.stop().catch(() => undefined);
    if (error instanceof Refused && error.status === 401) return; // the lease is gone: the attempt is somebody else's
    const failed = stopped.signal.aborted
      ? { status: "KILLED" }
      : { status: "FAILED", error: error instanceof Error ? error.message : String(error) };
    await api.finish(job, failed).catch(() => undefined);
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
      const { cancel } = await api.beat(job, {
        done: state.done,
        total: state.total,
        message: state.message,
        lines,
      });
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

function environment(): Record<string, string> {
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: os.cpus()[0]?.model ?? "unknown",
    host: os.hostname(),
  };
}
