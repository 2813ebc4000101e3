import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

onBothDatabases("the first call with a project's token", (provider) => {
  test("is told once to who waits for it, by whichever address and credentials it comes", async () => {
    const instance = await startInstance(provider);
    const { admin, db, url } = instance;
    const root = await projectIn(instance);
    const search = "api/2.0/mlflow/experiments/search?max_results=10";
    const basic = (secret: string) => `Basic ${Buffer.from(`anybody:${secret}`).toString("base64")}`;
    const bearer = (secret: string) => `Bearer ${secret}`;
    for (const [path, credentials] of [
      [`mlflow/neo/${search}`, bearer],
      [search, bearer],
      [`mlflow/neo/${search}`, basic],
      [search, basic],
      [root.slice(1), bearer],
      [`${root.slice(1)}/runs`, basic],
    ] as const) {
      const { id, secret } = (
        await admin<{ id: string; secret: string }>("POST", `${root}/tokens`, { name: path })
      ).body;
      const heard = () =>
        db.projectEvent.count({ where: { kind: "client.connect", data: { contains: id } } });
      const call = () => fetch(`${url}/${path}`, { headers: { authorization: credentials(secret) } });
      expect((await call()).status, path).toBe(200);
      expect(await heard(), `${path} ${credentials("")}`).toBe(1);
      await Promise.all([call(), call()]);
      expect(await heard(), path).toBe(1);
      const token = await db.apiToken.findUniqueOrThrow({ where: { id } });
      expect(token.lastUsedAt).not.toBeNull();
    }
  });

  test("is noted for one's own token outside of projects too, not for who was turned away", async () => {
    const instance = await startInstance(provider);
    await projectIn(instance);
    const person = await instance.person("Ada");
    const used = async () =>
      (await instance.db.apiToken.findFirstOrThrow({ where: { userId: person.id } })).lastUsedAt;
    expect((await person("GET", "/api/projects/neo")).status).toBe(404);
    expect(await used()).toBeNull();
    expect((await person("GET", "/api/me")).status).toBe(200);
    expect(await used()).not.toBeNull();
  });
});
