import { createHash, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { directOf } from "@/lib/db/direct";
import { lookAgain, newScrub } from "@/lib/storage/scrub";
import { scrubFiles } from "@/server/files-tasks";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";

const api = "/mlflow/neo/api/2.0";

/** A run in a project, and how to put and get its files by both faces of the product. */
async function runWithFiles(provider: "sqlite" | "postgresql" = "sqlite") {
  const instance = await startInstance(provider);
  await projectIn(instance);
  const { body } = await instance.admin<{ run: { info: { run_id: string } } }>(
    "POST",
    `${api}/mlflow/runs/create`,
    {
      experiment_id: "0",
    },
  );
  const uid = body.run.info.run_id;
  const authorization = `Bearer ${instance.adminToken}`;
  const faces = {
    "tracking route": (name: string) =>
      `${instance.url}${api}/mlflow-artifacts/artifacts/0/${uid}/artifacts/${name}`,
    "HTTP API": (name: string) => `${instance.url}/api/projects/neo/runs/${uid}/artifacts/${name}`,
  };
  const put = async (name: string, content: Buffer | string) => {
    const answer = await fetch(faces["tracking route"](name), {
      method: "PUT",
      headers: { authorization },
      body: content as BodyInit,
    });
    expect(answer.status).toBe(200);
  };
  const get = (url: string, headers: Record<string, string> = {}) =>
    fetch(url, { headers: { authorization, ...headers } });
  const damage = async (name: string, at: number) => {
    const [row] = await directOf(instance.db).all<{ sha256: string }>(
      `SELECT "sha256" FROM "RunArtifact" WHERE "path" = $1`,
      [name],
    );
    const file = path.join(instance.folder, "blobs", row!.sha256.slice(0, 2), row!.sha256);
    const content = readFileSync(file);
    content[at]! ^= 1;
    writeFileSync(file, content);
    return row!.sha256;
  };
  return { ...instance, uid, faces, put, get, damage };
}

test.each(["tracking route", "HTTP API"] as const)(
  "a file comes in parts by the %s, which go together again",
  async (face) => {
    const { put, get, faces } = await runWithFiles();
    const content = randomBytes(200_000);
    await put("model.bin", content);
    const url = faces[face]("model.bin");
    const whole = await get(url);
    const etag = whole.headers.get("etag")!;
    expect([whole.headers.get("accept-ranges"), whole.headers.get("repr-digest")]).toEqual([
      "bytes",
      expect.stringMatching(/^sha-256=:.{44}:$/),
    ]);
    expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true);

    const parts: Buffer[] = [];
    for (const [range, sent] of [
      ["bytes=0-99999", "bytes 0-99999/200000"],
      ["bytes=100000-", "bytes 100000-199999/200000"],
    ] as const) {
      const part = await get(url, { range, "if-range": etag });
      expect([part.status, part.headers.get("content-range"), part.headers.get("content-length")]).toEqual([
        206,
        sent,
        "100000",
      ]);
      parts.push(Buffer.from(await part.arrayBuffer()));
    }
    expect(Buffer.concat(parts).equals(content)).toBe(true);
    const beyond = await get(url, { range: "bytes=200000-" });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */200000"]);
    expect((await get(url, { range: "bytes=0-9", "if-range": '"another"' })).status).toBe(200);
    expect((await get(url, { "if-none-match": etag })).status).toBe(304);
  },
);

test.each(["tracking route", "HTTP API"] as const)(
  "a file says by the %s what it is where nothing in it can act",
  async (face) => {
    const { put, get, faces } = await runWithFiles();
    for (const [name, type] of [
      ["a.png", "image/png"],
      ["t.csv", "text/csv; charset=utf-8"],
      ["p.html", "application/octet-stream"],
      ["s.svg", "application/octet-stream"],
    ] as const) {
      await put(name, "x");
      const { headers } = await get(faces[face](name));
      expect([
        headers.get("content-type"),
        headers.get("x-content-type-options"),
        headers.get("content-security-policy")?.startsWith("sandbox"),
      ]).toEqual([type, "nosniff", true]);
      expect(headers.get("content-disposition")).toMatch(/^attachment/);
    }
  },
);

test.each(["tracking route", "HTTP API"] as const)(
  "a file of which one byte has flipped is never given away as good by the %s",
  async (face) => {
    const { put, get, faces, damage } = await runWithFiles();
    await put("small.bin", randomBytes(1_000));
    await put("large.bin", randomBytes(1_000_000));
    await damage("small.bin", 500);
    await damage("large.bin", 999_999);
    const small = await get(faces[face]("small.bin"));
    expect([small.status, await small.text()]).toEqual([500, expect.stringContaining("damaged")]);
    await expect(get(faces[face]("large.bin")).then((answer) => answer.arrayBuffer())).rejects.toThrow();
    for (const name of ["small.bin", "large.bin"])
      expect((await get(faces[face](name), { range: "bytes=0-9" })).status).toBe(500);
  },
);

test("a dataset downloads as Parquet, in parts too; one with a changed file opens for nobody", async () => {
  const { admin, url, adminToken, folder } = await startInstance("sqlite");
  const root = await projectIn({ admin });
  const { body } = await admin<{ sha256: string }>(
    "POST",
    `${root}/datasets`,
    formOf("d.csv", "a,b\n1,2\n3,4\n"),
  );
  const address = `${url}${root}/datasets/d/versions/1/file`;
  const headers = { authorization: `Bearer ${adminToken}` };
  const whole = await fetch(address, { headers });
  expect([whole.headers.get("content-type"), whole.headers.get("content-disposition")]).toEqual([
    "application/vnd.apache.parquet",
    "attachment; filename*=UTF-8''d-v1.parquet",
  ]);
  const digest = createHash("sha256")
    .update(new Uint8Array(await whole.arrayBuffer()))
    .digest("base64");
  expect(whole.headers.get("repr-digest")).toBe(`sha-256=:${digest}:`);
  expect((await fetch(address, { headers })).headers.get("etag")).toBe(whole.headers.get("etag"));
  const part = await fetch(address, { headers: { ...headers, range: "bytes=0-3" } });
  expect([part.status, await part.text()]).toEqual([206, "PAR1"]);
  expect((await admin("GET", `${root}/datasets/d/versions/1/rows`)).status).toBe(200);

  const file = path.join(folder, "blobs", body.sha256.slice(0, 2), body.sha256);
  const content = readFileSync(file);
  content[20]! ^= 1;
  writeFileSync(file, content);
  for (const what of ["rows", "profile", "arrow"]) {
    const answer = await admin("GET", `${root}/datasets/d/versions/1/${what}`);
    expect([answer.status, answer.body.code], what).toEqual([500, "DAMAGED"]);
  }
});

onBothDatabases("files that are damaged or missing", (provider) => {
  test("are reported by health until they are restored, without naming them to everybody", async () => {
    const { admin, stranger, storage, db, put, get, faces, damage } = await runWithFiles(provider);
    expect((await stranger("GET", "/api/health")).body).toEqual({ status: "ok", problems: [] });
    await put("a.bin", "content");
    const sha256 = await damage("a.bin", 0);
    await get(faces["HTTP API"]("a.bin"));
    const task = { db, storage, now: () => new Date() };
    await scrubFiles(task, new AbortController().signal);
    const { body, text } = await stranger<{ status: string }>("GET", "/api/health");
    expect(body).toEqual({
      status: "degraded",
      problems: [expect.stringContaining("Files damaged: 1, missing: 0")],
    });
    expect(text).not.toContain(sha256);
    await damage("a.bin", 0); // the same bit again
    const later = () => new Date(Date.now() + 3_660_000);
    await scrubFiles({ ...task, now: later }, new AbortController().signal);
    expect((await admin("GET", "/api/health")).body).toEqual({ status: "ok", problems: [] });
    const deps = { storage, sql: directOf(db) };
    const look = { seen: [], now: later };
    expect(await lookAgain(deps, newScrub(new Date(), null), look)).toMatchObject({ damaged: [] });
  });
});

onBothDatabases("files of a run", (provider) => {
  test("are deleted at once, by folder, or by a name with a backslash, however many they are", async () => {
    const { admin, put, uid, faces, get } = await runWithFiles(provider);
    for (const name of ["a", "b/1", "b/2", "c\\d.txt"])
      await put(encodeURIComponent(name).replaceAll("%2F", "/"), name);
    const all = `${api}/mlflow-artifacts/artifacts/0/${uid}/artifacts`;
    const names = async () =>
      (
        (await admin<{ files: { path: string }[] }>("GET", `${api}/mlflow/artifacts/list?run_id=${uid}`)).body
          .files ?? []
      ).map((file) => file.path);
    expect(await names()).toEqual(["a", "b", "c\\d.txt"]);
    expect(await (await get(faces["tracking route"]("c%5Cd.txt"))).text()).toBe("c\\d.txt");
    expect((await admin("DELETE", `${all}/c%5Cd.txt`)).status).toBe(200);
    expect((await admin("DELETE", `${all}/b`)).status).toBe(200);
    expect(await names()).toEqual(["a"]);
    for (let i = 0; i < 2; i++) expect((await admin("DELETE", `${all}/`)).status).toBe(200);
    expect(await names()).toEqual([]);
    expect((await admin("DELETE", `${all}/a`)).status).toBe(404);
    expect((await admin("GET", `${all}/..%5C..%5Cx`)).status).toBe(400);
  });
});

test("a HEAD says all that a GET would, and sends nothing", async () => {
  const { put, faces, adminToken } = await runWithFiles();
  await put("a.csv", "a,b\n");
  const { status, headers } = await fetch(faces["HTTP API"]("a.csv"), {
    method: "HEAD",
    headers: { authorization: `Bearer ${adminToken}` },
  });
  expect([status, headers.get("content-length"), headers.get("etag")]).toEqual([
    200,
    "4",
    expect.stringMatching(/^"[0-9a-f]{64}"$/),
  ]);
});
