import { expect, test } from "vitest";
import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { freshDb, onBothDatabases } from "@/tests/fresh-db";
import { createClientRun } from "./client-runs";
import { logToRun } from "./log";
import { addPoint, noPoints } from "./points";

const actor = { id: "ada", name: "Ada", via: "token" as const, viaId: "t", from: "127.0.0.1" };

/** A project with the active experiment 0 and the deleted experiment 1, and what clients do in it. */
async function project(db: Db) {
  const { id: projectId } = await db.project.create({ data: { slug: "p", name: "P" } });
  await db.experiment.create({ data: { projectId, number: 0, name: "zero" } });
  await db.experiment.create({ data: { projectId, number: 1, name: "one", deletedAt: new Date() } });
  const start = (uid: string, experiment = 0, tags: { key: string; value: string }[] = []) =>
    createClientRun(db, {
      projectId,
      actor,
      experiment,
      uid,
      name: `name of ${uid}`,
      clientUser: "",
      startTime: 1,
      tags,
      now: new Date(1),
    });
  const log = (runUid: string, step: number, value: number, key = "loss", inProject = projectId) => {
    const points = noPoints();
    addPoint(points, key, step, 10 * step, value);
    return logToRun(db, { projectId: inProject, actor, runUid, points, params: [], tags: [] });
  };
  return { start, log };
}

onBothDatabases("clients that log at once", (provider) => {
  test("have their points kept, each once, and the newest by step as the latest", async () => {
    const db = await freshDb(provider);
    const { start, log } = await project(db);
    await Promise.all([start("a"), start("b")]);
    await log("a", 0, 0.5); // from here on the name is known, and each group is one statement
    await log("a", 1, 0.25);
    await Promise.all([
      log("a", 3, NaN),
      log("a", 2, Infinity),
      log("b", 7, -1),
      log("a", 3, NaN), // a client that did not hear the answer says it again
      log("b", 2 ** 40, 1 / 3),
    ]);
    const points = await db.metricPoint.findMany({ orderBy: [{ runId: "asc" }, { step: "asc" }] });
    expect(points.map(({ step, time, nan }) => [Number(step), Number(time), nan])).toEqual([
      [0, 0, 0],
      [1, 10, 0],
      [2, 20, 0],
      [3, 30, 1],
      [7, 70, 0],
      [2 ** 40, 10 * 2 ** 40, 0],
    ]);
    expect(points.map(({ value }) => value)).toEqual([0.5, 0.25, Infinity, 0, -1, 1 / 3]);
    const latest = await db.metricLatest.findMany({ orderBy: { runId: "asc" } });
    expect(latest.map(({ step, value, nan }) => [Number(step), value, nan])).toEqual([
      [3, 0, 1],
      [2 ** 40, 1 / 3, 0],
    ]);
  });

  test("hear each of their own mistake, and it keeps nobody else's points from being kept", async () => {
    const db = await freshDb(provider);
    const { start, log } = await project(db);
    await Promise.all([start("a"), start("gone")]);
    await db.run.update({ where: { uid: "gone" }, data: { deletedAt: new Date() } });
    for (const first of [true, false]) {
      const step = first ? 1 : 2; // the name is new, then known
      const told = await Promise.allSettled([
        log("a", step, 1),
        log("gone", step, 1),
        log("nobody's", step, 1),
        log("a", step, 1, "loss", "another project"),
      ]);
      expect(told.map((one) => one.status === "rejected" && (one.reason as Error).message)).toEqual([
        false,
        "The run gone is deleted. Restore it first.",
        "There is no run nobody's in this project.",
        "There is no run a in this project.",
      ]);
      expect(await db.metricPoint.count()).toBe(step);
    }
  });

  test("have params kept once; one that would change is refused with all that came with it", async () => {
    const db = await freshDb(provider);
    const { start } = await project(db);
    await start("a");
    const projectId = (await db.project.findFirstOrThrow()).id;
    const params = (...pairs: [string, string][]) =>
      logToRun(db, {
        projectId,
        actor,
        runUid: "a",
        points: noPoints(),
        params: pairs.map(([key, value]) => ({ key, value })),
        tags: [],
      });
    await params(["depth", "3"], ["k", "5"]);
    await params(["depth", "3"], ["new", "1"]);
    await expect(params(["another", "1"], ["k", "6"])).rejects.toThrow(
      "The param k of the run a is '5' and stays so; it cannot become '6'.",
    );
    await expect(params(["twice", "1"], ["twice", "2"])).rejects.toThrow("The param twice");
    const kept = await db.runParam.findMany({ orderBy: { key: "asc" } });
    expect(kept.map(({ key, value }) => [key, value])).toEqual([
      ["depth", "3"],
      ["k", "5"],
      ["new", "1"],
    ]);
  });
});

onBothDatabases("clients that start runs at once", (provider) => {
  test("get theirs with tags and parent; who names no active experiment is told and has none", async () => {
    const db = await freshDb(provider);
    const { start } = await project(db);
    await start("parent");
    const told = await Promise.allSettled([
      start("a", 0, [
        { key: "mlflow.parentRunId", value: "parent" },
        { key: "note", value: "first" },
        { key: "note", value: 'it\'s "last" \\ 🌒' },
      ]),
      start("b", 1),
      start("c", 2),
    ]);
    expect(told.map((one) => one.status === "rejected" && (one.reason as Error).message)).toEqual([
      false,
      "The experiment 1 is deleted. Restore it first.",
      "There is no experiment 2 in this project.",
    ]);
    const runs = await db.run.findMany({ orderBy: { id: "asc" }, include: { tags: true } });
    expect(runs.map(({ uid, name, status }) => [uid, name, status])).toEqual([
      ["parent", "name of parent", "RUNNING"],
      ["a", "name of a", "RUNNING"],
    ]);
    expect(runs[1]!.parentId).toBe(runs[0]!.id);
    expect(Object.fromEntries(runs[1]!.tags.map(({ key, value }) => [key, value]))).toEqual({
      "mlflow.parentRunId": "parent",
      note: 'it\'s "last" \\ 🌒',
      "mlflow.runName": "name of a",
    });
    const audited = await directOf(db).all<{ action: string }>(`SELECT "action" FROM "AuditEvent"`);
    expect(audited.filter(({ action }) => action === "run.start")).toHaveLength(2);
  });
});
