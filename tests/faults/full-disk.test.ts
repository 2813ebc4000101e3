import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { formOf } from "../instance";
import { startServer } from "../server-process";

const token = "peri_for_the_disk_test_only_0123456789";
const admin = {
  PERIHELION_ADMIN_EMAIL: "ines@example.com",
  PERIHELION_ADMIN_PASSWORD: "correct horse",
  PERIHELION_ADMIN_TOKEN: token,
  PERIHELION_WORKERS: "0",
};
const api = "/mlflow/p/api/2.0";

/** A folder on a small disk of its own; null where this system lets nobody have one. */
function smallDisk(megabytes: number): string | null {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-disk-"));
  if (spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]).status !== 0)
    return null;
  onTestFinished(() => {
    spawnSync("umount", ["-l", folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Takes all the room that is left, to the last byte. */
function fill(file: string): void {
  const handle = openSync(file, "w");
  for (let size = 2 ** 20; size >= 1; size = Math.floor(size / 2))
    try {
      for (;;) if (writeSync(handle, Buffer.alloc(size)) < size) break;
    } catch {
      // no room for a piece of this size: try half of it
    }
  closeSync(handle);
}

test(
  "a full disk is told as such, keeps nobody from reading, loses nothing, and ends with room",
  { timeout: 180_000 },
  async ({ skip }) => {
    const folder = smallDisk(48);
    if (!folder) return skip("no small disk can be mounted here (root on Linux is needed)");
    const server = await startServer(folder, admin);
    onTestFinished(() => void server.child.kill("SIGKILL"));
    const call = (method: string, route: string, body?: unknown, bearer = token) => {
      const isRaw = body instanceof FormData || body instanceof Uint8Array;
      return fetch(server.url + route, {
        method,
        headers: {
          authorization: `Bearer ${bearer}`,
          ...(isRaw || !body ? {} : { "content-type": "application/json" }),
        },
        ...(body ? { body: isRaw ? (body as BodyInit) : JSON.stringify(body) } : {}),
      });
    };
    const json = async <Body>(...request: Parameters<typeof call>) =>
      (await (await call(...request)).json()) as Body;
    await call("POST", "/api/projects", { name: "P", slug: "p" });
    const { run } = await json<{ run: { info: { run_id: string } } }>("POST", `${api}/mlflow/runs/create`, {
      experiment_id: "0",
    });
    const uid = run.info.run_id;
    const file = `${api}/mlflow-artifacts/artifacts/0/${uid}/artifacts`;
    expect((await call("PUT", `${file}/before.txt`, new TextEncoder().encode("kept before"))).status).toBe(
      200,
    );
    expect((await call("POST", "/api/projects/p/datasets", formOf("d.csv", "a,b\n1,2\n"))).status).toBe(201);
    const notebook = await json<{ id: string }>("POST", "/api/projects/p/notebooks", { title: "n" });
    const { secret } = await json<{ secret: string }>("POST", "/api/me/tokens", {
      name: "never used before",
      expiresInDays: null,
    });
    const filler = path.join(folder, "filler");
    fill(filler);

    const point = (step: number) => ({ key: "loss", value: step, timestamp: step, step });
    const many = Array.from({ length: 900 }, (_, i) => point(i));
    const rows = `a,b\n${Array.from({ length: 20_000 }, (_, i) => `${i},${i * 7}`).join("\n")}\n`;
    const text = "x".repeat(200_000);
    const writes: [what: string, status: number, write: (i: number) => Promise<Response>][] = [
      ["an uploaded dataset", 507, () => call("POST", "/api/projects/p/datasets", formOf("e.csv", rows))],
      [
        "a saved notebook",
        507,
        () =>
          call("PUT", `/api/projects/p/notebooks/${notebook.id}`, {
            title: "n",
            revision: 1,
            cells: [{ id: 1, mode: "ts", source: text }],
          }),
      ],
      ["a new project", 507, (i) => call("POST", "/api/projects", { name: "Q".repeat(60), slug: `q${i}` })],
      [
        "a client's batch",
        503,
        () => call("POST", `${api}/mlflow/runs/log-batch`, { run_id: uid, metrics: many }),
      ],
      [
        "a client's tag",
        503,
        (i) =>
          call("POST", `${api}/mlflow/runs/set-tag`, { run_id: uid, key: `k${i}`, value: "v".repeat(4_000) }),
      ],
      [
        "a client's run",
        503,
        () =>
          call("POST", `${api}/mlflow/runs/create`, {
            experiment_id: "0",
            tags: [{ key: "t", value: "v".repeat(4_000) }],
          }),
      ],
      ["a client's file", 503, () => call("PUT", `${file}/after.bin`, new Uint8Array(200_000))],
    ];
    for (const [what, status, write] of writes) {
      // SQLite has pages of its log to write over before it needs room: the first few may still be kept.
      for (let i = 0; ; i++) {
        fill(`${filler}-${what}-${i}`);
        const answer = await write(i);
        const said = await answer.text();
        if (answer.ok && i < 200) continue;
        expect([answer.status, said], what).toEqual([status, expect.stringContaining("disk is full")]);
        expect(Number(answer.headers.get("retry-after")), what).toBeGreaterThan(0);
        break;
      }
    }
    expect(await json("GET", "/api/health")).toEqual({
      status: "degraded",
      problems: [expect.stringMatching(/disk is (nearly )?full/)],
    });
    expect(await (await call("GET", `${file}/before.txt`, undefined, secret)).text()).toBe("kept before");
    expect((await call("GET", "/api/projects/p/datasets/d/versions/1", undefined, secret)).status).toBe(200);

    spawnSync("sh", ["-c", `rm -f ${filler}*`]);
    expect((await call("PUT", `${file}/after.bin`, new Uint8Array(200_000))).status).toBe(200);
    expect((await call("POST", `${api}/mlflow/runs/log-batch`, { run_id: uid, metrics: many })).status).toBe(
      200,
    );
    expect((await call("POST", "/api/projects/p/datasets", formOf("e.csv", rows))).status).toBe(201);
    expect(await json("GET", `${api}/mlflow/runs/get?run_id=${uid}`)).toMatchObject({
      run: { data: { metrics: [{ key: "loss", value: 899 }] } },
    });
    await server.kill("SIGTERM");
  },
);
