import fastify from "fastify";
import { expect, onTestFinished, test } from "vitest";
import { once } from "@/lib/http/idempotency";
import { freshDb, onBothDatabases, onPostgres } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";

onBothDatabases("a request with an Idempotency-Key", (provider) => {
  test("that makes a secret is carried out once; the secret is neither kept nor shown again", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    for (const [path, body] of [
      ["/api/me/tokens", { name: "laptop" }],
      [`${root}/tokens`, { name: "laptop" }],
      [`${root}/invitations`, { role: "VIEWER" }],
    ] as const) {
      const send = () => instance.admin("POST", path, body, { "idempotency-key": path });
      const first = await send();
      expect(first.status, path).toBe(201);
      const secret = first.text.match(/(peri|join)_[\w-]{20,}/)![0];
      const again = await send();
      expect(again.status, path).toBe(409);
      expect(again.body.detail, path).toContain("was carried out (201)");
      expect(again.text).not.toContain(secret);
      expect(JSON.stringify(await instance.db.idempotencyKey.findMany())).not.toContain(secret);
    }
    expect(await instance.db.invitation.count()).toBe(1);
  });

  test("that uploads is known by its file, whatever boundary the form has", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const send = (content: string, name = "a.csv") =>
      instance.admin<{ name: string; rows: number; detail: string }>(
        "POST",
        `${root}/datasets`,
        formOf(name, content),
        { "idempotency-key": "upload" },
      );
    const first = await send("x\n1\n2\n");
    expect([first.status, first.body.rows]).toEqual([201, 2]);
    const again = await send("x\n1\n2\n");
    expect([again.status, again.body]).toEqual([201, first.body]);
    for (const other of [await send("x\n1\n2\n3\n"), await send("x\n1\n2\n", "b.csv")]) {
      expect(other.status).toBe(409);
      expect(other.body.detail).toContain("was used for another request");
    }
    expect(await instance.db.datasetVersion.count()).toBe(1);
  });

  test("that failed may be sent again with the same key", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const send = (content: string) =>
      instance.admin("POST", `${root}/datasets`, formOf("a.csv", content), { "idempotency-key": "k" });
    expect((await send("")).status).toBe(400);
    expect((await send("x\n1\n")).status).toBe(201);
  });

  test("that was carried out keeps its key when its answer cannot be kept", async () => {
    const db = await freshDb(provider);
    const server = fastify();
    onTestFinished(() => server.close());
    let acts = 0;
    server.post("/act", (request, reply) =>
      once(db, request, reply, { subjectId: "somebody", keepAnswer: true, rawBody: false }, async () => ({
        count: BigInt(++acts), // no JSON
      })),
    );
    const send = () =>
      server.inject({ method: "POST", url: "/act", payload: {}, headers: { "idempotency-key": "k" } });
    expect((await send()).statusCode).toBe(500);
    expect((await send()).json()).toMatchObject({ code: "CONFLICT" });
    expect(acts).toBe(1);
  });

  test("that is too long is refused instead of passed over", async () => {
    const { admin } = await startInstance(provider);
    const answer = await admin(
      "POST",
      "/api/projects",
      { name: "Long" },
      { "idempotency-key": "k".repeat(201) },
    );
    expect([answer.status, answer.body.detail]).toEqual([
      400,
      "Idempotency-Key: expected at most 200 characters.",
    ]);
  });

  test("only routes without secrets keep their answers", async () => {
    const { declarations } = await startInstance(provider);
    const kept = declarations.filter(({ keepAnswer }) => keepAnswer);
    expect(kept.every(({ method }) => method === "POST")).toBe(true);
    expect(kept.filter(({ url }) => /tokens|invitations|password|join|links/.test(url))).toEqual([]);
  });
});

onPostgres("twins with one Idempotency-Key at the same moment", () => {
  test("make one dataset: the other is told that the first is under way", async () => {
    const instance = await startInstance("postgresql");
    const root = await projectIn(instance);
    const twins = await Promise.all(
      [1, 2, 3, 4].map(() =>
        instance.admin("POST", `${root}/datasets`, formOf("a.csv", `x\n${"1\n".repeat(200_000)}`), {
          "idempotency-key": "twins",
        }),
      ),
    );
    expect(twins.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(await instance.db.datasetVersion.count()).toBe(1);
  });
});
