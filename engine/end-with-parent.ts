import { Worker } from "node:worker_threads";

/**
 * Ends this process within a second of its parent's end, also in the middle of a long computation, which
 * would not hear that the parent has gone.
 */
export function endWithParent(): void {
  const watch = `
    const { workerData: parent } = require("node:worker_threads");
    setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), 500);`;
  new Worker(watch, { eval: true, workerData: process.ppid, resourceLimits: { maxOldGenerationSizeMb: 32 } });
}
