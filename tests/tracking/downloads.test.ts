import { randomBytes } from "node:crypto";
import { readdirSync, readlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { projectIn, startInstance } from "../instance";

const openFiles = () =>
  readdirSync("/proc/self/fd").flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return []; // the listing's own
    }
  });

test("a file of many pieces comes whole, and lets go of what it holds when its receiver leaves", async () => {
  const { admin, adminToken, url } = await startInstance("sqlite");
  await projectIn({ admin });
  const { body } = await admin<{ run: { info: { run_id: string } } }>(
    "POST",
    "/mlflow/neo/api/2.0/mlflow/runs/create",
    { experiment_id: "0" },
  );
  const headers = { authorization: `Bearer ${adminToken}` };
  const address =
    `${url}/mlflow/neo/api/2.0/mlflow-artifacts/artifacts` + `/0/${body.run.info.run_id}/artifacts/large.bin`;
  const file = randomBytes(20_000_001);
  expect((await fetch(address, { method: "PUT", headers, body: file })).status).toBe(200);

  const head = await fetch(address, { method: "HEAD", headers });
  expect([head.status, head.headers.get("content-length"), head.headers.get("cache-control")]).toEqual([
    200,
    String(file.length),
    "no-store",
  ]);
  const leavers = Array.from({ length: 4 }, async () => {
    const leaving = new AbortController();
    const reader = (await fetch(address, { headers, signal: leaving.signal })).body!.getReader();
    await reader.read();
    leaving.abort();
    await reader.read();
  });
  expect((await Promise.allSettled(leavers)).map(({ status }) => status)).toEqual(
    leavers.map(() => "rejected"),
  );
  const whole = await Promise.all(
    Array.from({ length: 3 }, async () =>
      Buffer.from(await (await fetch(address, { headers })).arrayBuffer()),
    ),
  );
  expect(whole.every((found) => found.equals(file))).toBe(true);
  await expect.poll(() => openFiles().filter((name) => /\/[0-9a-f]{64}$/.test(name))).toEqual([]);
});
