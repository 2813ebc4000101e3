import { expect, test } from "vitest";
import * as z from "zod";
import type { Tx } from "@/lib/db/client";
import { effectsOf, jobEffects, type AllJobEffects, type JobRef } from "./effects";
import { jobKind } from "./kinds/kind";

const kind = jobKind({
  name: "count",
  label: "Count",
  spec: z.object({}),
  result: z.object({ rows: z.number().int() }),
});
const job: JobRef = {
  id: "j",
  kind: "count",
  projectId: "p",
  runId: null,
  datasetVersionId: null,
  createdBy: "me",
  spec: "{}",
};
const tx = {} as Tx;
const now = new Date(0);

test("a kind without effects changes nothing beside its own row", async () => {
  const effects = jobEffects(kind, {});
  await expect(effects.claimed(tx, job, now)).resolves.toBeUndefined();
  await expect(effects.requeued(tx, job)).resolves.toBeUndefined();
  await expect(
    effects.ended(tx, job, { status: "FINISHED", result: { rows: 1 }, error: null, now }),
  ).resolves.toBeNull();
});

test("a result that is not of its kind reaches no effect", async () => {
  const seen: unknown[] = [];
  const effects = jobEffects(kind, {
    check: async (result) => void seen.push(result),
    ended: async (_tx, _job, outcome) => (seen.push(outcome.result), null),
  });
  await expect(effects.check({ rows: "many" }, job)).rejects.toThrow("expected number");
  await expect(
    effects.ended(tx, job, { status: "FINISHED", result: { rows: 1.5 }, error: null, now }),
  ).rejects.toThrow();
  expect(seen).toEqual([]);
  await effects.check({ rows: 2 }, job);
  expect(seen).toEqual([{ rows: 2 }]);
});

test("a job that failed has no result to be read, and what is answered of it is its report", async () => {
  const effects = jobEffects(kind, { ended: async (_tx, _job, { status, error }) => ({ status, error }) });
  await expect(
    effects.ended(tx, job, { status: "FAILED", result: null, error: "no room", now }),
  ).resolves.toEqual({ status: "FAILED", error: "no room" });
});

test("a kind that is no longer declared has no effects, though a job of it still waits", async () => {
  const all = { train: jobEffects(kind, { claimed: () => Promise.reject(new Error("claimed")) }) };
  const effects = (name: string) => effectsOf(all as unknown as AllJobEffects, name);
  await expect(effects("train").claimed(tx, job, now)).rejects.toThrow("claimed");
  await expect(effects("gone").claimed(tx, job, now)).resolves.toBeUndefined();
  await expect(effects("toString").claimed(tx, job, now)).resolves.toBeUndefined();
});
