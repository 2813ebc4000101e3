import { spawn, type ChildProcess } from "node:child_process";

/**
 * A shell leaves a guard behind and becomes the command. The guard waits on a pipe whose other end only
 * this process holds: when this process is gone, however it ended, the guard kills the whole group.
 */
const guarded = '(read _ <&4; kill -KILL 0) 3<&- >/dev/null 2>&1 & exec "$@" 4<&-';

/**
 * Starts a command in a process group of its own, with a message channel, that does not outlive this process.
 */
export function spawnGroup(command: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn("/bin/sh", ["-c", guarded, "sh", ...command], {
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
  });
}

/** Kills every process of a group that `spawnGroup` started, the guard too. */
export function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
