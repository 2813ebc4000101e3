import { spawnSync } from "node:child_process";

/** The middle of `times` runs of `act`, in milliseconds, after one that does not count. */
export async function median(times: number, act: () => Promise<unknown> | unknown): Promise<number> {
  await act();
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await act();
    taken.push(performance.now() - started);
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)]!;
}

/** What a Python script prints as JSON. */
export function peer<Figures>(python: string, script: string, args: string[] = []): Figures {
  const { stdout, stderr, status } = spawnSync(python, [script, ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Figures;
}

/** One line of the report: ours, the peer's, the ratio, and what was asked for. */
export function report(what: string, ours: number, theirs: number | null, wanted: string, unit = "ms"): void {
  const ratio = theirs === null ? "" : `${(theirs / ours).toFixed(1)}x`;
  console.log(
    `${what.padEnd(52)} ${ours.toFixed(ours < 10 ? 2 : 0).padStart(8)} ${unit}  ` +
      `${theirs === null ? "".padStart(11) : `${theirs.toFixed(0).padStart(8)} ${unit}`}  ` +
      `${ratio.padStart(7)}  ${wanted}`,
  );
}
