import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { bareDb, freshDb } from "@/tests/fresh-db";

test(
  "a transaction that another process kept out does not keep out the next",
  { timeout: 30_000 },
  async () => {
    const { db, address } = await bareDb("sqlite");
    await db.$executeRawUnsafe("CREATE TABLE t (n INTEGER)");
    const other = new DatabaseSync((address as { file: string }).file);
    other.exec("BEGIN IMMEDIATE");
    await expect(db.$transaction((tx) => tx.$executeRawUnsafe("INSERT INTO t VALUES (1)"))).rejects.toThrow();
    other.exec("ROLLBACK");
    other.close();
    await db.$transaction((tx) => tx.$executeRawUnsafe("INSERT INTO t VALUES (2)"));
    expect(await db.$queryRawUnsafe("SELECT n FROM t")).toEqual([{ n: 2 }]);
  },
);

test("bytes are kept as they are, whichever they are", async () => {
  const db = await freshDb("sqlite");
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const { id: projectId } = await db.project.create({ data: { name: "P", slug: "p" } });
  const { id } = await db.notebook.create({ data: { projectId, title: "T", createdBy: "somebody" } });
  await db.notebookState.create({ data: { notebookId: id, projectId, number: 0, bytes } });
  const state = await db.notebookState.findFirstOrThrow({ where: { projectId } });
  expect([...state.bytes]).toEqual([...bytes]);
});
