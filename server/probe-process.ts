import { mkdirSync, rmSync } from "node:fs";
import { randomUUID } from "node:crypto";
import path from "node:path";
import { fairQueue, type Asker } from "@/lib/fair-queue";
import { limits } from "@/lib/limits";
import type { Probe } from "@/worker/probe-main";
import type { Fetched } from "@/worker/sources/fetch";
import { childPool } from "./child-pool";

/** Asks sources for a little, each in a process that is new and killed afterwards. */
export type Prober = ReturnType<typeof processProber>;

/** A prober in child processes, a few at once, fair over projects and persons. */
export function processProber(folder: string, { program = "dist/probe.mjs" } = {}) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // None is kept: what one user's server sent is no neighbour of another's secret.
  const pool = childPool({ program, folder: path.join(folder, "processes"), keep: 0, env: inherited() });
  const queue = fairQueue(limits.probeLane);
  return {
    /** @throws {AppError} in the source's sentence; TIMEOUT; CONFLICT when `signal` ends it; TOO_MANY */
    async probe(
      probe: Omit<Probe, "file">,
      { asker, signal }: { asker: Asker; signal: AbortSignal },
    ): Promise<{ fetched: Fetched; file: string }> {
      const leave = await queue.enter(asker, { signal });
      const file = path.join(folder, randomUUID());
      try {
        const options = { timeout: limits.probeMilliseconds, signal };
        return { fetched: (await pool.run({ ...probe, file }, options)) as Fetched, file };
      } catch (error) {
        rmSync(file, { force: true });
        throw error;
      } finally {
        leave();
      }
    },
    stop: pool.stop,
  };
}

/** What a trial needs to find what a refresh finds: whose certificates are believed, and where JPL is. */
function inherited(): Record<string, string> {
  const { NODE_EXTRA_CA_CERTS, PERIHELION_JPL_URL } = process.env;
  return {
    ...(NODE_EXTRA_CA_CERTS ? { NODE_EXTRA_CA_CERTS } : {}),
    ...(PERIHELION_JPL_URL ? { PERIHELION_JPL_URL } : {}),
  };
}
