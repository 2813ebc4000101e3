import { mkdtempSync, rmSync } from "node:fs";
import { request, type ClientRequest, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startServer } from "../server-process";

const token = "peri_for_the_stop_test_only_0123456789";
const admin = {
  PERIHELION_ADMIN_EMAIL: "ines@example.com",
  PERIHELION_ADMIN_PASSWORD: "correct horse",
  PERIHELION_ADMIN_TOKEN: token,
  PERIHELION_WORKERS: "0",
};
const authorization = `Bearer ${token}`;

async function serverWithRun() {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-stop-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const server = await startServer(folder, admin);
  onTestFinished(() => void server.child.kill("SIGKILL"));
  const post = async (route: string, body: unknown) =>
    (await (
      await fetch(server.url + route, {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify(body),
      })
    ).json()) as { run: { info: { run_id: string } } };
  await post("/api/projects", { name: "P", slug: "p" });
  const { run } = await post("/mlflow/p/api/2.0/mlflow/runs/create", { experiment_id: "0" });
  const file =
    `${server.url}/mlflow/p/api/2.0/mlflow-artifacts/artifacts` + `/0/${run.info.run_id}/artifacts/a.txt`;
  const exited = new Promise<number | null>((resolve) => server.child.once("exit", resolve));
  return { server, file, exited };
}

/** Begins to send a file and waits until the server is reading it. */
async function beginUpload(
  file: string,
): Promise<{ upload: ClientRequest; answer: Promise<IncomingMessage> }> {
  const upload = request(file, {
    method: "PUT",
    headers: { authorization, "content-length": 10, expect: "100-continue" },
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    upload.on("response", resolve);
    upload.on("error", reject);
  });
  answer.catch(() => undefined);
  const isRead = new Promise((resolve) => upload.once("continue", resolve));
  upload.flushHeaders();
  await isRead;
  upload.write("12345");
  return { upload, answer };
}

test(
  "a server that stops answers what is under way, sends new requests to its successor, and ends streams",
  { timeout: 60_000 },
  async () => {
    const { server, file, exited } = await serverWithRun();
    const { upload, answer } = await beginUpload(file);
    const stream = await fetch(`${server.url}/api/projects/p/events`, {
      headers: { authorization, accept: "text/event-stream" },
    });
    const ended = stream.text().then(() => "ended");
    server.child.kill("SIGTERM");
    expect(await ended).toBe("ended");
    const late = await fetch(`${server.url}/api/health`);
    expect([late.status, late.headers.get("retry-after"), await late.json()]).toEqual([
      503,
      "2",
      expect.objectContaining({ code: "UNAVAILABLE" }),
    ]);
    upload.end("67890");
    expect((await answer).statusCode).toBe(200);
    expect(await exited).toBe(0);
  },
);

test(
  "a server that stops waits no longer than it says for what never ends",
  { timeout: 60_000 },
  async () => {
    const { server, file, exited } = await serverWithRun();
    const { upload, answer } = await beginUpload(file);
    const begun = performance.now();
    server.child.kill("SIGTERM");
    await expect(answer).rejects.toThrow();
    expect(await exited).toBe(0);
    expect(performance.now() - begun).toBeGreaterThan(9_000);
    upload.destroy();
  },
);
