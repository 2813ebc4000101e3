import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { isSmall } from "@/lib/datasets/cost";
import type { DataEngine, EngineOptions, EngineRequests, Kind, ProgressValue } from "@/lib/datasets/engine";
import { AppError } from "@/lib/errors";
import { fairQueue } from "@/lib/fair-queue";
import { limits } from "@/lib/limits";
import { childPool, type ChildPool } from "./child-pool";

/**
 * A data engine in child processes with two lanes: small requests never wait behind large ones. A request
 * that looked small and was not goes on in the lane of the large ones, from its start.
 */
export function processEngine(
  scratchFolder: string,
  {
    program = "dist/engine.mjs",
    memory = limits.dataMemory,
    smallMilliseconds = limits.smallMilliseconds,
  }: { program?: string; memory?: string; smallMilliseconds?: number } = {},
): DataEngine {
  const outputs = path.join(scratchFolder, "out");
  rmSync(scratchFolder, { recursive: true, force: true });
  mkdirSync(outputs, { recursive: true });
  const processes = { program, folder: path.join(scratchFolder, "processes"), env: { DATA_MEMORY: memory } };
  const lanes = {
    small: {
      pool: childPool({ ...processes, keep: 2 }),
      queue: fairQueue(limits.smallLane),
    },
    heavy: {
      pool: childPool({ ...processes, keep: 1, niceness: 10 }),
      queue: fairQueue(limits.heavyLane),
    },
  };

  async function runIn<K extends Kind>(
    lane: "small" | "heavy",
    request: { kind: K; input: EngineRequests[K]["input"] },
    { asker, signal, timeout, progress, waiting }: EngineOptions & { timeout: number },
  ): Promise<EngineRequests[K]["output"]> {
    const { pool, queue } = lanes[lane];
    const leave = await queue.enter(asker, { signal, ...(waiting ? { tell: waiting } : {}) });
    try {
      const output = await pool.run(request, {
        timeout,
        signal,
        progress: (value) => {
          const { done, total, partial } = value as ProgressValue;
          progress?.(done, total, partial);
        },
      });
      return output as EngineRequests[K]["output"];
    } finally {
      leave();
    }
  }

  async function run<K extends Kind>(kind: K, input: EngineRequests[K]["input"], options: EngineOptions) {
    const timeout = options.timeout ?? limits.sqlMilliseconds;
    const request = { kind, input };
    try {
      if (!isSmall(request)) return await runIn("heavy", request, { ...options, timeout });
      try {
        const soon = Math.min(timeout, smallMilliseconds);
        return await runIn("small", request, { ...options, timeout: soon });
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "TIMEOUT") throw error;
        // what is half written is never written over
        if ("out" in input) await rm(input.out, { force: true });
        return await runIn("heavy", request, { ...options, timeout });
      }
    } catch (error) {
      if ("out" in input) await rm(input.out, { force: true });
      throw error;
    }
  }

  const pools: ChildPool[] = [lanes.small.pool, lanes.heavy.pool];
  return {
    run,
    scratch: () => path.join(outputs, randomUUID()),
    stop: () => pools.forEach((pool) => pool.stop()),
    count: () => {
      const [small, heavy] = [lanes.small.queue.count(), lanes.heavy.queue.count()];
      return { running: small.running + heavy.running, waiting: small.waiting + heavy.waiting };
    },
    pids: () => pools.flatMap((pool) => pool.pids()),
    working: () => pools.flatMap((pool) => pool.working()),
  };
}
