import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

const api = "/mlflow/neo/api/2.0/mlflow";
const json = { "content-type": "application/json" };
const keys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"k${i}":${i}`).join()}}`;

/** Bodies that are small to send and dear to read, and what each is answered by a route that is no upload. */
const bombs: [name: string, body: string, status: number][] = [
  ["a million keys", keys(1e6), 413],
  ["keys within the size", keys(20_000), 413],
  ["a hundred thousand levels", `${"[".repeat(1e5)}${"]".repeat(1e5)}`, 413],
  ["levels of objects", `${'{"a":'.repeat(1e4)}1${"}".repeat(1e4)}`, 413],
  ["a string of 4 MB", JSON.stringify({ name: "x".repeat(4 * 2 ** 20) }), 413],
  ["one key again and again", `{${'"name":"x",'.repeat(15_000)}"name":"x"}`, 413],
  ["another prototype", `{"__proto__":{"isAdmin":true},"name":"x"}`, 400],
  ["no JSON", "{", 400],
];

onBothDatabases("a body", (provider) => {
  test("that would hold everybody up is refused before it is parsed, while others are answered", async () => {
    const instance = await startInstance(provider);
    const { person, url } = instance;
    await projectIn(instance);
    const viewer = await person("Viewer", { slug: "neo", role: "VIEWER" });
    const token = await viewer<{ secret: string }>("POST", "/api/me/tokens", { name: "x" });
    const headers = { ...json, authorization: `Bearer ${token.body.secret}` };
    for (const path of ["/api/projects/neo/tokens", "/api/me/tokens", "/api/projects"])
      for (const [name, body, status] of bombs) {
        const [bomb, health] = await Promise.all([
          fetch(url + path, { method: "POST", headers, body }),
          fetch(`${url}/api/health`),
        ]);
        expect([bomb.status, health.status], `${name} to ${path}`).toEqual([status, 200]);
      }
    const chunked = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 64; i++) controller.enqueue(new TextEncoder().encode(" ".repeat(2 ** 16)));
        controller.close();
      },
    });
    const init = { method: "POST", headers, body: chunked, duplex: "half" };
    expect((await fetch(`${url}/api/me/tokens`, init as RequestInit)).status).toBe(413);
    const small = await fetch(`${url}/api/me/tokens`, { method: "POST", headers, body: `{"name":"y"}` });
    expect(small.status).toBe(201);
  });

  test("of the tracking protocol has bounds too, and batches their own", async () => {
    const instance = await startInstance(provider);
    await projectIn(instance);
    const { adminToken, url, admin } = instance;
    const headers = { ...json, authorization: `Bearer ${adminToken}` };
    for (const path of ["experiments/create", "runs/search", "runs/log-batch", "registered-models/create"])
      for (const [name, body] of bombs) {
        const { status } = await fetch(`${url}${api}/${path}`, { method: "POST", headers, body });
        expect([400, 413], `${name} to ${path}: ${status}`).toContain(status);
      }
    const { body } = await admin<{ run: { info: { run_id: string } } }>("POST", `${api}/runs/create`, {
      experiment_id: "0",
    });
    const run_id = body.run.info.run_id;
    const metrics = Array.from({ length: 1_000 }, (_, step) => ({ key: "m", value: 1, timestamp: 1, step }));
    expect((await admin("POST", `${api}/runs/log-batch`, { run_id, metrics })).status).toBe(200);
    const dataset = { name: "d", digest: "1", source_type: "x", source: "y", profile: "p".repeat(12e6) };
    const tags = Array.from({ length: 100 }, (_, i) => ({ key: `t${i}`, value: "v" }));
    const logged = await admin("POST", `${api}/runs/log-inputs`, { run_id, datasets: [{ dataset, tags }] });
    expect(logged.status).toBe(200);
  });
});
