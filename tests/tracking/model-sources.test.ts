import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

const api = "/mlflow/neo/api/2.0/mlflow";
type Run = { run: { info: { run_id: string } } };

onBothDatabases("a model version made from another", (provider) => {
  test("keeps the files it was made from when names change, even to its own", async () => {
    const { admin, adminToken, url } = await startInstance(provider);
    const root = await projectIn({ admin });
    const { run_id } = (await admin<Run>("POST", `${api}/runs/create`, { experiment_id: "0" })).body.run.info;
    await fetch(`${url}/mlflow/neo/api/2.0/mlflow-artifacts/artifacts/0/${run_id}/artifacts/model/MLmodel`, {
      method: "PUT",
      headers: { authorization: `Bearer ${adminToken}` },
      body: "flavors: {}\n",
    });
    for (const name of ["a", "b"]) await admin("POST", `${api}/registered-models/create`, { name });
    const version = (name: string, source: string) =>
      admin("POST", `${api}/model-versions/create`, {
        name,
        source,
        ...(source.startsWith("runs") ? { run_id } : {}),
      });
    expect((await version("a", `runs:/${run_id}/model`)).status).toBe(200);
    expect((await version("b", "models:/a/1")).status).toBe(200);
    const rename = (name: string, new_name: string) =>
      admin("POST", `${api}/registered-models/rename`, { name, new_name });
    expect((await rename("a", "c")).status).toBe(200);
    expect((await rename("b", "a")).status).toBe(200); // models:/a/1 is now the version whose source it is

    const download = await admin<{ artifact_uri: string }>(
      "GET",
      `${api}/model-versions/get-download-uri?name=a&version=1`,
    );
    expect(download.body.artifact_uri).toBe(`mlflow-artifacts:/0/${run_id}/artifacts/model`);
    expect((await admin("GET", `${root}/models/a/versions/1/download`)).status).toBe(200);
    const file = await admin("GET", "/mlflow/neo/model-versions/get-artifact?name=a&version=1&path=MLmodel");
    expect([file.status, file.text]).toEqual([200, "flavors: {}\n"]);
    expect((await version("a", "models:/a/1")).status).toBe(200);
    expect((await version("a", "models:/nobody/1")).status).toBe(404);
  });
});
