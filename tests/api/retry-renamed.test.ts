import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance, type Instance } from "../instance";

type Started = { job: string };
type Claimed = { job: { id: string; token: string } };
const background = { prefer: "respond-async" };

async function claim({ clientOf, workerToken }: Instance) {
  const { job } = (await clientOf(workerToken)<Claimed>("POST", "/api/worker/claim", { worker: "w" })).body;
  return { id: job.id, worker: clientOf(job.token), address: `/api/worker/jobs/${job.id}` };
}

async function finish(instance: Instance, more: object) {
  const { worker, address } = await claim(instance);
  const type = { "content-type": "application/octet-stream" };
  const bytes = Buffer.from("PAR1");
  const stored = await worker<{ sha256: string; bytes: number }>("PUT", `${address}/artifacts`, bytes, type);
  const result = { ...stored.body, rows: 2, columns: [{ name: "id", type: "integer" }], ...more };
  const ended = await worker("POST", `${address}/finish`, { status: "FINISHED", result });
  expect(ended.status, ended.text).toBe(200);
}

onBothDatabases("a job that is tried again after its dataset was renamed", (provider) => {
  test.each(["import", "recipe"])("makes a version of that dataset: %s", async (kind) => {
    const instance = await startInstance(provider);
    const { admin, db } = instance;
    const root = await projectIn(instance);
    const form = () => formOf("rocks.csv", "id\n1\n2\n");
    expect((await admin("POST", `${root}/datasets`, form())).status).toBe(201);
    const asked =
      kind === "import"
        ? await admin<Started>("POST", `${root}/datasets`, form(), background)
        : await admin<Started>(
            "POST",
            `${root}/datasets/rocks/versions/1/recipes`,
            { steps: [{ kind: "sort", columns: ["id"], descending: [] }] },
            background,
          );
    expect(asked.status, asked.text).toBe(202);
    const { worker, address } = await claim(instance);
    await worker("POST", `${address}/finish`, { status: "FAILED", error: "Something." });
    expect((await admin("PATCH", `${root}/datasets/rocks`, { name: "stones" })).status).toBe(200);
    expect((await admin("POST", `${root}/jobs/${asked.body.job}/retry`)).status).toBe(202);
    await finish(instance, kind === "recipe" ? { fitted: [null] } : {});
    const datasets = await db.dataset.findMany({ select: { name: true, lastNumber: true } });
    expect(datasets).toEqual([{ name: "stones", lastNumber: 2 }]);
  });
});
