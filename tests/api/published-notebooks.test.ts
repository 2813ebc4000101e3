import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

type Published = { revision: number | null; code: boolean } | null;
type One = { published: Published };
type Listed = { notebooks: { published: Published }[] };

onBothDatabases("a notebook that is published", (provider) => {
  test("is published, changed and unpublished by who may write it, and each is in the audit", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { admin } = instance;
    const { body: made } = await admin<{ id: string }>("POST", `${root}/notebooks`, { title: "Tides" });
    const at = `${root}/notebooks/${made.id}`;
    const readers = `${at}/published`;
    const viewer = await instance.person("Vera", { slug: root.split("/").at(-1)!, role: "VIEWER" });

    expect((await admin<One>("GET", at)).body.published).toBeNull();
    expect((await admin("DELETE", readers)).status).toBe(409);
    expect((await viewer("PUT", readers, { revision: null, code: true })).status).toBe(403);
    expect((await admin("PUT", readers, { revision: 7, code: true })).status).toBe(404);
    for (const body of [
      {},
      { revision: 0, code: true },
      { revision: 2 ** 31, code: true },
      { revision: null },
    ])
      expect((await admin("PUT", readers, body)).status, JSON.stringify(body)).toBe(400);
    expect((await admin<Listed>("GET", `${root}/notebooks`)).body.notebooks[0]!.published).toBeNull();

    expect((await admin("PUT", readers, { revision: 1, code: false })).status).toBe(200);
    expect((await viewer<One>("GET", at)).body.published).toMatchObject({ revision: 1, code: false });
    expect((await admin("PUT", readers, { revision: null, code: true })).status).toBe(200);
    const listed = await viewer<Listed>("GET", `${root}/notebooks`);
    expect(listed.body.notebooks[0]!.published).toMatchObject({ revision: null, code: true });
    expect((await viewer("DELETE", readers)).status).toBe(403);
    expect((await admin("DELETE", readers)).status).toBe(200);
    expect((await viewer<One>("GET", at)).body.published).toBeNull();

    const told = await instance.db.auditEvent.findMany({
      where: { action: { in: ["notebook.publish", "notebook.unpublish"] } },
      orderBy: { id: "asc" },
    });
    expect(told.map(({ action }) => action)).toEqual([
      "notebook.publish",
      "notebook.publish",
      "notebook.unpublish",
    ]);
    expect((await admin("DELETE", at)).status).toBe(200);
    expect((await admin("PUT", readers, { revision: null, code: true })).status).toBe(404);
  });
});
