import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks a second, as Linux counts the time of processes. */
const ticks = 100;

/** Seconds of processor that these processes and all below them have had, those that ended included. */
export function processorSeconds(roots: readonly number[]): number {
  const rows = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(name) ?? []);
  const within = new Set(roots);
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid, parent } of rows)
      if (within.has(parent) && !within.has(pid)) grown = Boolean(within.add(pid));
  }
  return rows.filter(({ pid }) => within.has(pid)).reduce((sum, { time }) => sum + time, 0) / ticks;
}

/** @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function statOf(name: string): { pid: number; parent: number; time: number } | null {
  try {
    const text = readFileSync(`/proc/${name}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const time = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
    return { pid: Number(name), parent: Number(fields[1]), time };
  } catch {
    return null; // it has ended meanwhile
  }
}
