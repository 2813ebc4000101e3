import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";

onBothDatabases("a job that tells one metric, or one file, twice", (provider) => {
  test("ends well: the last is what tables show, and the points are both there", async () => {
    const instance = await startInstance(provider);
    const { admin, clientOf, workerToken, db } = instance;
    const root = await projectIn(instance);
    await admin("POST", `${root}/datasets`, formOf("d.csv", "x,y\n1,a\n2,b\n", { name: "data" }));
    const train = { dataset: "data", target: "y", algorithms: [{ algorithm: "decision-tree" }] };
    await admin("POST", `${root}/jobs`, train);
    const offer = { worker: "test", slots: 1, free: 1, labels: [] };
    const { job } = (
      await clientOf(workerToken)<{ job: { id: string; token: string } }>("POST", "/api/worker/claim", offer)
    ).body;
    const asJob = clientOf(job.token);
    const stored = async (text: string) =>
      (
        await asJob<{ sha256: string; bytes: number }>(
          "PUT",
          `/api/worker/jobs/${job.id}/artifacts`,
          new TextEncoder().encode(text),
          { "content-type": "application/octet-stream" },
        )
      ).body;
    const files = [await stored("first"), await stored("last one")];
    const result = {
      metrics: [
        { key: "f1", split: "test", value: 0.9 },
        { key: "f1", split: "train", value: 1 },
        { key: "f1", split: "test", value: 0.8 },
        { key: "f1", split: "test", value: 0.8 },
      ],
      artifacts: files.map(({ sha256, bytes }) => ({ path: "report.txt", sha256, bytes })),
    };
    const finished = await asJob("POST", `/api/worker/jobs/${job.id}/finish`, { status: "FINISHED", result });
    expect([finished.status, finished.text]).toEqual([200, '{"ended":true}']);
    const latest = await db.metricLatest.findMany({ orderBy: { value: "asc" } });
    expect(latest.map(({ value }) => value)).toEqual([0.8, 1]);
    const points = await db.metricPoint.findMany({ orderBy: { value: "asc" } });
    expect(points.map(({ value }) => value)).toEqual([0.8, 0.9, 1]);
    expect(await db.runArtifact.findMany({ select: { path: true, bytes: true } })).toEqual([
      { path: "report.txt", bytes: 8 },
    ]);
  });
});
