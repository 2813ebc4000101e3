import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { expect, test } from "vitest";

const own = JSON.stringify(path.join(import.meta.dirname, "end-with-parent.ts"));
const busy = `import(${own}).then(({ endWithParent }) => {
  endWithParent();
  setTimeout(() => {
    require("node:fs").writeSync(1, String(process.pid));
    for (;;);
  }, 100);
});`;
const parent = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(busy)}], {
  stdio: "inherit",
});`;

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a process that computes for ever ends when the one that started it was killed", async () => {
  const started = spawn(process.execPath, ["-e", parent], { stdio: ["ignore", "pipe", "inherit"] });
  const [pid] = (await once(started.stdout, "data")).map(Number) as [number];
  expect(lives(pid)).toBe(true);
  started.kill("SIGKILL");
  await expect.poll(() => lives(pid), { timeout: 20_000, interval: 200 }).toBe(false);
});
