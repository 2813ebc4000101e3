import { mkdirSync, rmSync } from "node:fs";
import { fairQueue } from "@/lib/fair-queue";
import { limits } from "@/lib/limits";
import type { Scorer, Scores } from "@/lib/registry/scorer";
import { childPool } from "./child-pool";

/** A scorer in child processes; they keep the models that were asked last. */
export function processScorer(
  folder: string,
  { program = "dist/scorer.mjs", timeout = limits.scoringMilliseconds as number } = {},
): Scorer {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pool = childPool({ program, folder, keep: limits.scoringLane.slots });
  const queue = fairQueue(limits.scoringLane);
  return {
    score: async (request, { asker, signal }) => {
      const leave = await queue.enter(asker, { signal });
      try {
        return (await pool.run(request, { timeout, signal })) as Scores;
      } finally {
        leave();
      }
    },
    stop: pool.stop,
    pids: pool.pids,
  };
}
