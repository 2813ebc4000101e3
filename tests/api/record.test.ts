import { Client as PostgresClient } from "pg";
import { expect, inject, test } from "vitest";
import { system } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { bus } from "@/lib/events/bus";
import { eventsAfter } from "@/lib/events/read";
import { record } from "@/lib/events/record";
import { limits } from "@/lib/limits";
import { eventually } from "../instance";
import { freshDb, onBothDatabases, onPostgres } from "../fresh-db";

const projectId = "p";
const saved = (id: string) => ({
  name: "notebook.save" as const,
  projectId,
  subject: { kind: "notebook" as const, id, name: id },
  detail: { revision: 1 },
});

async function begin(provider: "sqlite" | "postgresql"): Promise<Db> {
  const db = await freshDb(provider);
  await db.project.create({ data: { id: projectId, slug: "p", name: "P" } });
  return db;
}

onBothDatabases("what is recorded", (provider) => {
  test("is audited, told and sent with the change, and nobody hears of what was rolled back", async () => {
    const db = await begin(provider);
    const heard: string[] = [];
    bus().on("project", (id) => heard.push(id));
    await db.webhook.create({
      data: { projectId, name: "w", url: "http://x", events: JSON.stringify(["REGISTERED_MODEL.CREATED"]) },
    });
    const model = {
      name: "model.create" as const,
      projectId,
      subject: { kind: "model" as const, id: "m", name: "forest" },
      detail: { tags: {}, description: "" },
    };
    const undone = db.$transaction(async (tx) => {
      record(tx, system, model);
      await tx.notebook.create({ data: { projectId, title: "T", createdBy: "me" } });
      throw new Error("no");
    });
    await expect(undone).rejects.toThrow("no");
    const counts = () =>
      Promise.all([db.auditEvent.count(), db.projectEvent.count(), db.webhookDelivery.count()]);
    expect([await counts(), heard]).toEqual([[0, 0, 0], []]);

    await db.$transaction(async (tx) => record(tx, system, model));
    await directOf(db).transaction(async (sql) => record(sql, system, saved("n")));
    expect([await counts(), heard]).toEqual([
      [2, 2, 1],
      [projectId, projectId],
    ]);
    expect(
      (await eventsAfter(db, projectId, 0)).map(({ kind, scopeKind, scopeId }) => [kind, scopeKind, scopeId]),
    ).toEqual([
      ["model.create", "model", "m"],
      ["notebook.save", "notebook", "n"],
    ]);
  });

  test("needs the transaction of its change", async () => {
    const db = await begin(provider);
    expect(() => record(db, system, saved("n"))).toThrow("the transaction of the change");
    expect(() => record(directOf(db), system, saved("n"))).toThrow("the transaction of the change");
  });

  test("of what clients log is told together, once a second and experiment", async () => {
    const db = await begin(provider);
    const log = (id: string, experiment: number) =>
      directOf(db).transaction(async (sql) => {
        const subject = { kind: "run" as const, id, name: id, experiment };
        record(sql, system, { name: "run.log", projectId, subject, detail: {} });
      });
    for (let i = 0; i < 50; i++) await Promise.all([log(`a${i % 5}`, 1), log("b", 2)]);
    const all = { "1": ["a0", "a1", "a2", "a3", "a4"], "2": ["b"] };
    const rows = await eventually(async () => {
      const found = await db.projectEvent.findMany({ orderBy: { id: "asc" } });
      return (
        Object.entries(all).every(([id, runs]) => runs.every((run) => loggedIn(found, id).includes(run))) &&
        found
      );
    });
    for (const scope of ["1", "2"]) {
      const times = rows.filter(({ scopeId }) => scopeId === scope).map(({ at }) => at.getTime());
      for (let i = 1; i < times.length; i++)
        expect(times[i]! - times[i - 1]!).toBeGreaterThanOrEqual(limits.gatherMilliseconds - 1);
    }
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(["run.activity"]));
  });
});

/** Runs of an experiment that the events tell of. */
function loggedIn(rows: readonly { scopeId: string | null; data: string }[], scope: string): string[] {
  return rows
    .filter(({ scopeId }) => scopeId === scope)
    .flatMap(({ data }) => (JSON.parse(data) as { detail: { logged: string[] } }).detail.logged);
}

onPostgres("a reader who goes by number", () => {
  test("never passes over a smaller one that is committed later", async () => {
    const db = await begin("postgresql");
    const [database] = await db.$queryRaw<{ url: string }[]>`SELECT current_database() AS url`;
    const slow = new PostgresClient(inject("postgresUrl")!.replace(/\/[^/]*$/, `/${database!.url}`));
    await slow.connect();
    await slow.query("BEGIN");
    // The steps of a transaction that has written its event and is slow to commit.
    await slow.query(`SELECT pg_advisory_xact_lock(1346721353, hashtext('${projectId}'))`);
    await slow.query(
      `INSERT INTO "ProjectEvent" ("projectId", "kind", "data")
       VALUES ('${projectId}', 'notebook.save', '{}')`,
    );

    let quickIsDone = false;
    const quick = db
      .$transaction(async (tx) => record(tx, system, saved("quick")))
      .then(() => (quickIsDone = true));
    const waiting = () =>
      db.$queryRaw<unknown[]>`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`;
    await eventually(async () => (await waiting()).length > 0);
    expect([quickIsDone, await eventsAfter(db, projectId, 0)]).toEqual([false, []]);

    await db.$transaction(async (tx) => record(tx, system, { ...saved("other"), projectId: "another" }));
    await slow.query("COMMIT");
    await slow.end();
    await quick;
    const events = await eventsAfter(db, projectId, 0);
    expect(events.map(({ data }) => data === "{}")).toEqual([true, false]);
    expect(events[0]!.id).toBeLessThan(events[1]!.id);
  });

  test("is told everything in order while forty write at once", async () => {
    const db = await begin("postgresql");
    const seen: number[] = [];
    let isOver = false;
    const reading = (async () => {
      for (;;) {
        const last = isOver;
        const events = await eventsAfter(db, projectId, seen.at(-1) ?? 0);
        seen.push(...events.map(({ id }) => id));
        if (last && events.length === 0) return;
      }
    })();
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        db.$transaction(async (tx) => {
          record(tx, system, saved(String(i)));
          await tx.notebook.create({ data: { projectId, title: String(i), createdBy: "me" } });
        }),
      ),
    );
    isOver = true;
    await reading;
    expect(seen).toHaveLength(40);
  });
});
