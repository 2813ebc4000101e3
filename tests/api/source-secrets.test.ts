import { expect, test } from "vitest";
import { openVault, vaultKeys } from "@/lib/auth/vault";
import { openSecret } from "@/lib/sources/commands";
import { resealSecrets } from "@/lib/sources/reseal";
import { onPostgres } from "../fresh-db";
import { projectIn, startInstance } from "../instance";
import { canary, postgresSource, refreshed, webSource, withPrivateTargets } from "../source-servers";

type Problem = { detail: string };
type Shown = { hasSecret: boolean };

onPostgres("the secret of a source", () => {
  test("stands in no answer, event, audit, job or log, nor readable in the database", async () => {
    const { config, secret, sql } = await postgresSource();
    await sql("CREATE TABLE t AS SELECT 1 AS id");
    const instance = await startInstance("postgresql", withPrivateTargets);
    const root = await projectIn(instance);
    const { admin, db } = instance;
    const source = { dataset: "t", kind: "postgresql", config: config("SELECT * FROM t"), secret };
    const made = await admin<Shown>("POST", `${root}/sources`, source);
    const texts = [made.text];
    const { job } = await refreshed(admin, root, "t");
    expect(job.status).toBe("FINISHED");
    texts.push(
      (await admin("PATCH", `${root}/datasets/t/source`, { config: config("SELECT nothing") })).text,
    );
    await refreshed(admin, root, "t");
    const jobId = (await db.job.findFirstOrThrow()).id;
    for (const { method, url } of instance.declarations.filter((one) => one.method === "GET")) {
      if (url.endsWith("/events")) continue;
      const path = url
        .replace(":projectSlug", "neo")
        .replace(":jobId", jobId)
        .replaceAll(/:name\b/g, "t")
        .replaceAll(/:\w+/g, "1")
        .replace("*", "x");
      const answer = await admin(method, path);
      texts.push(answer.text + JSON.stringify([...answer.headers]));
    }
    for (const rows of await Promise.all([
      db.source.findMany(),
      db.sourceRefresh.findMany(),
      db.job.findMany(),
      db.auditEvent.findMany(),
      db.projectEvent.findMany(),
      db.lineageEdge.findMany(),
      db.attempt.findMany(),
      db.idempotencyKey.findMany(),
    ]))
      texts.push(
        JSON.stringify(rows, (_key, value: unknown) => (typeof value === "bigint" ? `${value}` : value)),
      );
    const forms = [
      canary,
      Buffer.from(canary).toString("base64").slice(0, 20),
      Buffer.from(canary).toString("hex"),
    ];
    for (const text of texts)
      for (const form of forms) expect(text.includes(form), text.slice(0, 300)).toBe(false);
    expect(texts.join("")).toContain('"hasSecret":true');
  });

  test("is sent to no other place than it was given for, and is gone when it is taken away", async () => {
    const { config, secret, sql } = await postgresSource();
    await sql("CREATE TABLE t AS SELECT 1 AS id");
    const { url, asked } = await webSource((_request, response) => response.end());
    const instance = await startInstance("sqlite", withPrivateTargets);
    const root = await projectIn(instance);
    const { admin } = instance;
    const settings = config("SELECT * FROM t");
    await admin("POST", `${root}/sources`, { dataset: "t", kind: "postgresql", config: settings, secret });
    const elsewhere = { ...settings, port: Number(new URL(url).port) };
    const moved = await admin<Problem>("PATCH", `${root}/datasets/t/source`, { config: elsewhere });
    expect([moved.status, moved.body.detail]).toEqual([
      400,
      expect.stringMatching(/^The kept secret is for .* Give it again for another place\.$/),
    ]);
    const tried = await admin<Problem>("POST", `${root}/sources/test`, {
      dataset: "t",
      kind: "postgresql",
      config: elsewhere,
    });
    expect(tried.status).toBe(409);
    expect(asked).toEqual([]);
    const same = { dataset: "t", kind: "postgresql", config: config("SELECT 2 AS id") };
    expect((await admin("POST", `${root}/sources/test`, same)).status).toBe(200);
    const without = await admin<Shown>("PATCH", `${root}/datasets/t/source`, { secret: null });
    expect(without.body.hasSecret).toBe(false);
    expect((await refreshed(admin, root, "t")).job.error).toContain(
      "asks for a password, and the source has none.",
    );
  });

  test("opens with the attempt of its own refresh, and with nothing else", async () => {
    const instance = await startInstance("sqlite", { env: withPrivateTargets.env });
    const root = await projectIn(instance);
    const { admin, clientOf, workerToken } = instance;
    const config = { host: "db", database: "d", user: "u", query: "SELECT 1 AS a" };
    for (const dataset of ["one", "two"]) {
      const source = { dataset, kind: "postgresql", config, secret: { password: `${canary}-${dataset}` } };
      await admin("POST", `${root}/sources`, source);
      await admin("POST", `${root}/datasets/${dataset}/source/refresh`);
    }
    const again = await admin<Problem>("POST", `${root}/datasets/one/source/refresh`);
    expect([again.status, again.body.detail]).toEqual([409, "A refresh of one is under way."]);
    type Claimed = { job: { id: string; token: string; spec: { dataset: string } } };
    const claim = async () =>
      (await clientOf(workerToken)<Claimed>("POST", "/api/worker/claim", { worker: "w", slots: 2, free: 2 }))
        .body.job;
    const [first, second] = [await claim(), await claim()];
    expect(JSON.stringify(first)).not.toContain(canary);
    const data = (token: string | null, id: string) => clientOf(token)("GET", `/api/worker/jobs/${id}/data`);
    const own = await data(first.token, first.id);
    expect(own.body).toMatchObject({
      secret: { password: `${canary}-${first.spec.dataset}` },
      allowPrivate: true,
    });
    for (const token of [second.token, workerToken, instance.adminToken, null])
      expect((await data(token, first.id)).status).toBe(401);
    await clientOf(first.token)("POST", `/api/worker/jobs/${first.id}/finish`, { status: "KILLED" });
    expect((await data(first.token, first.id)).status).toBe(401);
  });

  test("is sealed anew at the start when a key stands before the old one, which then can go", async () => {
    const instance = await startInstance("postgresql");
    const root = await projectIn(instance);
    const { admin, db, folder } = instance;
    const config = { host: "db", database: "d", user: "u", query: "SELECT 1 AS a" };
    const source = { dataset: "t", kind: "postgresql", config, secret: { password: canary } };
    await admin("POST", `${root}/sources`, source);
    const [old] = vaultKeys(null, folder);
    const newer = "a newer key of more than thirty-two characters";
    expect(await resealSecrets(db, openVault([newer, old]))).toEqual({ resealed: 1, unopened: 0 });
    expect(await resealSecrets(db, openVault([newer, old]))).toEqual({ resealed: 0, unopened: 0 });
    const stored = await db.source.findFirstOrThrow();
    const opened = openSecret(openVault([newer]), stored, JSON.parse(stored.config));
    expect(opened).toEqual({ password: canary });
    expect(await resealSecrets(db, openVault(["another key of more than thirty-two characters"]))).toEqual({
      resealed: 0,
      unopened: 1,
    });
  });
});
