import { expect, test } from "vitest";
import { directOf, type Sql } from "@/lib/db/direct";
import { sampledHistory } from "@/lib/runs/history";
import { freshDb, onPostgres } from "@/tests/fresh-db";
import { runDocument, runDocuments } from "./run-documents";

/** Rows of a table that a reading touched, by PostgreSQL's own count within the transaction. */
async function rowsRead(sql: Sql, table: string): Promise<number> {
  const [row] = await sql.all<{ rows: number }>(
    `SELECT coalesce("seq_tup_read", 0) + coalesce("idx_tup_fetch", 0) AS "rows"
     FROM pg_stat_xact_user_tables WHERE "relname" = $1`,
    [table],
  );
  return row!.rows;
}

onPostgres("a database whose statistics say little or the wrong thing", () => {
  test("thins a long series without reading it whole", async () => {
    const direct = directOf(await freshDb("postgresql"));
    await direct.all(
      `INSERT INTO "MetricPoint" ("runId", "keyId", "step", "time", "value", "nan")
       SELECT 1, 1, i, i, i, 0 FROM generate_series(0, 29999) i`,
    );
    await direct.transaction(async (sql) => {
      const points = await sampledHistory(sql, { runId: 1, keyId: 1 }, { most: 300 });
      expect(points).toHaveLength(300);
      expect(await rowsRead(sql, "MetricPoint")).toBeLessThan(3_000);
    });
  });

  test("reads a run's own params where another run has very many", async () => {
    const db = await freshDb("postgresql");
    const direct = directOf(db);
    const { id: projectId } = await db.project.create({ data: { slug: "p", name: "P" } });
    const { id: experimentId } = await db.experiment.create({ data: { projectId, number: 0, name: "e" } });
    const run = { projectId, experimentId, name: "", status: "RUNNING", createdBy: "", startTime: 1 };
    const many = await db.run.create({ data: { ...run, uid: "many" } });
    await direct.all(
      `INSERT INTO "RunParam" ("runId", "key", "value") SELECT $1::int, 'p' || i, i
       FROM generate_series(1, 20000) i`,
      [many.id],
    );
    await direct.all(`ANALYZE "RunParam"`);
    const few = await db.run.create({
      data: { ...run, uid: "few", params: { create: { key: "k", value: "5" } } },
    });
    await direct.transaction(async (sql) => {
      expect(await runDocuments(sql, [few.id])).toEqual([await runDocument(sql, { projectId, uid: "few" })]);
      expect(await rowsRead(sql, "RunParam")).toBeLessThan(10);
    });
    await expect(runDocument(direct, { projectId: "another", uid: "few" })).rejects.toThrow("not found");
  });
});
