import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { api, begin, refused } from "./neo-project";

onBothDatabases("the tracking protocol", (provider) => {
  test("keeps a file once, however many runs log it, and refuses a path to another place", async () => {
    const { admin, create, db, url, adminToken } = await begin(provider);
    const [one, two] = [await create(), await create()];
    const put = (path: string, content = "same") =>
      fetch(`${url}/mlflow/neo/api/2.0/mlflow-artifacts/artifacts/${path}`, {
        method: "PUT",
        headers: { authorization: `Bearer ${adminToken}` },
        body: content,
      });
    for (const uid of [one, two]) expect((await put(`0/${uid}/artifacts/a/b.txt`)).status).toBe(200);
    expect(new Set((await db.runArtifact.findMany()).map(({ sha256 }) => sha256)).size).toBe(1);
    const hostile = [
      "..%2fx",
      "%2e%2e/..%2fx",
      "%252e%252e/x",
      "..%5cb",
      "a%5c..%5c..%5cb",
      "%5cb",
      "C:%5cx",
      "c:x",
      "file:%2f%2f%2fetc%2fpasswd",
      "%2fetc%2fpasswd",
      "a%00b",
      "a%23b",
      "a%3fb",
      "a//b",
      "%2e%2fx",
      "%25252e%25252e%25252fx",
      "http:%2f%2fevil",
    ];
    for (const path of hostile)
      expect((await put(`0/${one}/artifacts/${path}`)).status, path).toBeGreaterThanOrEqual(400);
    for (const path of [
      `1/${one}/artifacts/x`,
      `0/${"0".repeat(32)}/artifacts/x`,
      "x",
      `0/${one}/x`,
      `0/models/${one}/artifacts/x`,
    ])
      expect((await put(path)).status, path).toBeGreaterThanOrEqual(400);
    expect(await db.runArtifact.count()).toBe(2);
    for (const path of hostile.map((entry) => `artifacts/list?run_id=${one}&path=${entry}`))
      expect((await refused(admin, "GET", path))[0], path).toBeLessThan(500);
    const sources = [
      "file:///etc/passwd",
      "/etc",
      "s3://bucket/x",
      "http://evil/x",
      "mlflow-artifacts:/0/../x",
      "runs:/x/../../y",
      `mlflow-artifacts://other/0/${one}/artifacts/m`,
      "dbfs:/x",
      `models:/m/../../x`,
    ];
    await admin("POST", `${api}/registered-models/create`, { name: "m" });
    for (const source of sources)
      expect(
        (await refused(admin, "POST", "model-versions/create", { name: "m", source })).slice(0, 2),
        source,
      ).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    const got = await fetch(`${url}/mlflow/neo/get-artifact?run_id=${one}&path=a/b.txt`, {
      headers: { authorization: `Bearer ${adminToken}` },
    });
    expect([
      got.status,
      await got.text(),
      got.headers.get("content-disposition"),
      got.headers.get("content-security-policy"),
      got.headers.get("x-content-type-options"),
    ]).toEqual([200, "same", "attachment; filename*=UTF-8''b.txt", "sandbox; default-src 'none'", "nosniff"]);
  });
});
