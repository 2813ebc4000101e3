import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

type Listed = { notebooks: { id: string }[]; total: number };
type Found = { targets: { kind: string; key: string }[] };

onBothDatabases("a notebook that is deleted", (provider) => {
  test("is found nowhere and changed by nobody, until it is restored with all that it held", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { admin } = instance;
    const { body: made } = await admin<{ id: string }>("POST", `${root}/notebooks`, { title: "Tides" });
    const at = `${root}/notebooks/${made.id}`;
    const cells = [{ id: 1, mode: "ts", source: "const kept = 1;" }];
    expect((await admin("PUT", at, { title: "Tides", cells, revision: 1 })).status).toBe(200);

    expect((await admin("POST", `${at}/restore`)).status).toBe(409);
    expect((await admin("DELETE", at)).status).toBe(200);
    expect((await admin<Listed>("GET", `${root}/notebooks`)).body).toMatchObject({ notebooks: [], total: 0 });
    const found = await admin<Found>("GET", `${root}/search?q=tides`);
    expect(found.body.targets).toEqual([]);
    for (const [method, body] of [
      ["GET", undefined],
      ["PUT", { title: "Other", cells, revision: 2 }],
    ] as const)
      expect((await admin(method, at, body)).status, method).toBe(404);
    expect((await admin("DELETE", at)).status).toBe(409);

    expect((await admin("POST", `${at}/restore`)).status).toBe(200);
    const { body } = await admin<{ document: { title: string; cells: object[] }; revision: number }>(
      "GET",
      at,
    );
    expect(body).toMatchObject({ document: { title: "Tides", cells }, revision: 2 });
    expect((await admin<Listed>("GET", `${root}/notebooks`)).body.total).toBe(1);
    const told = await instance.db.auditEvent.findMany({
      where: { action: { startsWith: "notebook." } },
      orderBy: { id: "asc" },
    });
    expect(told.map(({ action }) => action)).toEqual([
      "notebook.create",
      "notebook.save",
      "notebook.delete",
      "notebook.restore",
    ]);
  });
});
