import { expect, test } from "vitest";
import { pruneWaysIn } from "@/lib/auth/prune-ways-in";
import { logFile, logLines, readLog } from "@/lib/jobs/log";
import { pruneLogs } from "@/lib/jobs/prune-logs";
import { limits } from "@/lib/limits";
import { pruneDeliveries } from "@/lib/registry/webhooks";
import { memoryStorage } from "@/lib/storage/memory";
import { freshDb, onBothDatabases } from "../fresh-db";

const start = new Date("2026-03-01T10:00:00Z");
const day = (count: number) => new Date(start.getTime() + count * 86_400_000);

onBothDatabases("what the server need not keep", (provider) => {
  test("calls of webhooks go a week after their end; what is still to be sent stays", async () => {
    const db = await freshDb(provider);
    const { id: webhookId } = await db.webhook.create({
      data: { projectId: "p", name: "w", url: "https://example.com", events: "[]" },
    });
    const calls = (count: number, doneAt: Date | null) =>
      db.webhookDelivery.createMany({
        data: Array.from({ length: count }, () => ({ webhookId, event: "e", payload: "{}", doneAt })),
      });
    await calls(limits.prunedAtOnce * 2 + 3, start);
    await calls(2, day(1));
    await calls(1, null);
    expect(await pruneDeliveries(db, day(7))).toBe(0);
    expect(await pruneDeliveries(db, day(7.5))).toBe(limits.prunedAtOnce * 2 + 3);
    expect(await db.webhookDelivery.count()).toBe(3);
    expect(await pruneDeliveries(db, day(365))).toBe(2);
  });

  test("sessions and password links go when their time has run out, however they ended before", async () => {
    const db = await freshDb(provider);
    const { id: userId } = await db.user.create({ data: { name: "a", email: "a", passwordHash: "" } });
    const sessions = (count: number, expiresAt: Date, revokedAt: Date | null = null) =>
      db.session.createMany({
        data: Array.from({ length: count }, () => ({ userId, expiresAt, revokedAt })),
      });
    await sessions(limits.prunedAtOnce + 1, day(1));
    await sessions(1, day(3), start);
    await sessions(1, day(3));
    for (const [hash, expiresAt] of [
      ["old", day(1)],
      ["new", day(3)],
    ] as const)
      await db.passwordLink.create({ data: { userId, hash, createdBy: userId, expiresAt } });
    expect(await pruneWaysIn(db, day(2))).toBe(limits.prunedAtOnce + 2);
    expect([await db.session.count(), await db.passwordLink.count()]).toEqual([2, 1]);
  });

  test("logs of transfers go after 90 days and say so; those of trainings stay with their runs", async () => {
    const db = await freshDb(provider);
    const { files } = memoryStorage();
    const attempt = async (id: string, kind: string, endedAt: Date | null, text = `${id} said\n`) => {
      const job = {
        id,
        projectId: "p",
        kind,
        title: id,
        status: "FINISHED",
        spec: "{}",
        createdBy: "somebody",
      };
      await db.job.create({ data: job });
      await db.attempt.create({
        data: { jobId: id, projectId: "p", number: 1, worker: "w", startedAt: start, endedAt },
      });
      if (text) await files.append(logFile({ jobId: id, attempt: 1 }), Buffer.from(text), 0);
    };
    const textOf = async (jobId: string) =>
      logLines(await readLog(files, { jobId, attempt: 1 }, { place: "end", limit: 1_000 })).map(
        ({ line }) => line,
      );
    await attempt("old", "transfer", start);
    await attempt("silent", "transfer", start, "");
    await attempt("training", "train", start);
    await attempt("runs", "train", null);
    await attempt("gone", "a kind that is no longer declared", start);
    await attempt("younger", "transfer", day(10));
    await attempt("last", "transfer", day(5));
    const prune = (at: Date) => pruneLogs({ db, files, now: () => at });
    const removed = ["The log was removed 90 days after this attempt had ended."];
    expect(await prune(day(89))).toBe(0);
    expect(await prune(day(90))).toBe(2);
    expect([await textOf("old"), await textOf("gone")]).toEqual([removed, removed]);
    expect([await textOf("silent"), await textOf("training"), await textOf("younger")]).toEqual([
      [],
      ["training said"],
      ["younger said"],
    ]);
    expect(await prune(day(101))).toBe(2);
    expect([await textOf("younger"), await textOf("last")]).toEqual([removed, removed]);
    expect(await prune(day(200))).toBe(0);
    expect(await textOf("training")).toEqual(["training said"]);
  });
});
