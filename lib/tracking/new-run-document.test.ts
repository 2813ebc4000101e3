import fc from "fast-check";
import { expect, test } from "vitest";
import { directOf } from "@/lib/db/direct";
import { createClientRun } from "@/lib/runs/client-runs";
import { freshDb, onBothDatabases } from "@/tests/fresh-db";
import { newRunDocument } from "./new-run-document";
import { runDocument } from "./run-documents";

const hostile = fc.constantFrom(
  "a",
  "B",
  "ä",
  "🌊",
  "\uffee",
  'quo"te',
  "back\\slash",
  "\u0001",
  "mlflow.note",
);
const texts = fc.array(hostile, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(""));

onBothDatabases("a run that was made this moment", (provider) => {
  test("is answered with what reading it would answer", async () => {
    const db = await freshDb(provider);
    const { id: projectId } = await db.project.create({ data: { slug: "p", name: "P" } });
    await db.experiment.create({ data: { projectId, number: 7, name: "e" } });
    const actor = { id: "u", name: "U", via: "token" as const, viaId: "t", from: "127.0.0.1" };
    const asked = fc.sample(
      fc.record({
        name: texts,
        clientUser: fc.oneof(fc.constant(""), texts),
        startTime: fc.integer({ min: 0, max: 4e12 }),
        tags: fc.array(fc.record({ key: texts, value: texts }), { maxLength: 5 }),
      }),
      { numRuns: 200, seed: 1 },
    );
    for (const [i, one] of asked.entries()) {
      const run = { projectId, actor, experiment: 7, uid: `u${i}`, now: new Date(), ...one };
      await createClientRun(db, run);
      const read: unknown = JSON.parse(await runDocument(directOf(db), { projectId, uid: run.uid }));
      expect(JSON.parse(newRunDocument(run))).toEqual(read);
    }
  });
});
