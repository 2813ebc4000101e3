import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../eventually";
import { hasPython } from "../has-python";
import { anyPython, openPythonPage } from "../python-page";
import { startServer } from "../server-process";

const token = "peri_for_the_kernel_kill_test_0123456789";
const admin = {
  PERIHELION_ADMIN_EMAIL: "ines@example.com",
  PERIHELION_ADMIN_PASSWORD: "correct horse",
  PERIHELION_ADMIN_TOKEN: token,
};

/** Numbers of the processes whose command holds a mark. */
function running(mark: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(mark);
    } catch {
      return false; // ended meanwhile
    }
  });
}

test.runIf(hasPython && process.platform === "linux").for([
  ["as it is confined here", {}],
  ["unconfined", { PATH: "/nowhere" }],
] as const)("kill -9 of a server leaves no Python that it started, %s", async ([, env]) => {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-kernel-kill-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [python] = execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" })
    .trim()
    .split("\n");
  const server = await startServer(folder, { ...admin, ...anyPython, ...env, PERIHELION_PYTHON: python! });
  onTestFinished(() => void server.child.kill("SIGKILL"));
  const post = async (route: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const response = await fetch(server.url + route, { method: "POST", headers, body: JSON.stringify(body) });
    return (await response.json()) as { id: string };
  };
  await post("/api/projects", { name: "Kill", slug: "kill" });
  const { id } = await post("/api/projects/kill/notebooks", { title: "Loops" });
  const page = openPythonPage(server.url, `/api/projects/kill/notebooks/${id}`, token);
  const mark = randomUUID();
  const asleep = `'import time; time.sleep(600)  # ${mark}'`;
  const sleeper = `import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', ${asleep}])`;
  expect(await page.run(1, sleeper)).toMatchObject({ error: null });
  const n = await page.begin({ op: "run", cell: 2, source: "print('in')\nwhile True: pass", given: [] });
  await page.heard(n, "stream");
  expect(running(mark)).not.toEqual([]);
  await server.kill("SIGKILL");
  await eventually(async () => running(mark).length === 0);
});
