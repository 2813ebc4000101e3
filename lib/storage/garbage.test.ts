import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { Db } from "@/lib/db/client";
import { directOf } from "@/lib/db/direct";
import { freshDb, onBothDatabases, onPostgres } from "@/tests/fresh-db";
import { folderStorage } from "./folder";
import { collectGarbage, readUnnamed, writeUnnamed } from "./garbage";

function freshFolder(): string {
  const root = mkdtempSync(path.join(tmpdir(), "perihelion-garbage-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

const contentOf = (i: number) => new TextEncoder().encode(`content ${i}`);
const sha256Of = (i: number) => createHash("sha256").update(contentOf(i)).digest("hex");
const row = (db: Db, modelId: string, sha256: string) =>
  db.loggedModelArtifact.create({ data: { modelId, path: "a", sha256, bytes: 1 } });
const later = (days: number) => new Date(Date.now() + days * 86_400_000);

onBothDatabases("files that no row names", (provider) => {
  test("are removed after the grace period, and those that rows name stay", async () => {
    const [db, storage] = [await freshDb(provider), folderStorage(freshFolder())];
    const deps = { storage, sql: directOf(db) };
    for (let i = 0; i < 4; i++) await storage.put(contentOf(i));
    await row(db, "m", sha256Of(0));
    await db.job.create({
      data: {
        projectId: "p",
        kind: "k",
        title: "t",
        status: "QUEUED",
        createdBy: "me",
        spec: `{"file":"${sha256Of(1)}"}`,
      },
    });
    const nothing = { removed: 0, bytes: 0, unnamed: [] };
    expect(await collectGarbage(deps, { now: new Date(), seen: await readUnnamed(storage) })).toEqual(
      nothing,
    );
    const first = await collectGarbage(deps, { now: later(2), seen: await readUnnamed(storage) });
    expect(first).toEqual({ ...nothing, unnamed: [sha256Of(1), sha256Of(2), sha256Of(3)].sort() });
    await writeUnnamed(storage, ["0".repeat(64)], later(1));
    await writeUnnamed(storage, first.unnamed, later(2));
    await row(db, "named since", sha256Of(3));
    expect(await collectGarbage(deps, { now: later(3), seen: await readUnnamed(storage) })).toEqual({
      removed: 1,
      bytes: 9,
      unnamed: [],
    });
    expect((await storage.list({ limit: 9 })).items.map(({ sha256 }) => sha256)).toEqual(
      [0, 1, 3].map(sha256Of).sort(),
    );
  });
});

const files = [0, 1, 2, 3];
const everything = new Set(files.map(sha256Of));
type Act = { kind: string; file: number; owner: number; turns: number };
/**
 * What commands do with files, each in its own time between the others: `put` and `copy` end in a row,
 * `drop` takes one away.
 */
const act = fc.record({
  kind: fc.constantFrom("put", "copy", "drop"),
  file: fc.constantFrom(...files),
  owner: fc.integer({ min: 0, max: 5 }),
  turns: fc.integer({ min: 0, max: 6 }),
});

onPostgres("files removed while others arrive", () => {
  test(
    "never leave a row without its file, whatever comes at the same moment",
    { timeout: 180_000 },
    async () => {
      const [db, root] = [await freshDb("postgresql"), freshFolder()];
      const [storage, sql] = [folderStorage(root), directOf(db)];
      const lastYear = later(-365);
      const putLongAgo = async (file: number) => {
        const { sha256 } = await storage.put(contentOf(file));
        utimesSync(path.join(root, sha256.slice(0, 2), sha256), lastYear, lastYear);
      };
      const carryOut = async ({ kind, file, owner, turns }: Act) => {
        for (let i = 0; i < turns; i++) await sql.all("SELECT 1");
        const modelId_path = { modelId: `m${owner}`, path: "a" };
        if (kind === "drop") return void (await db.loggedModelArtifact.deleteMany({ where: modelId_path }));
        const sha256 = sha256Of(file);
        const isThere =
          kind === "put"
            ? (await storage.put(contentOf(file))).bytes > 0
            : await storage.keep(sha256).then(
                () => true,
                () => false,
              );
        if (isThere)
          await db.loggedModelArtifact.upsert({
            where: { modelId_path },
            create: { ...modelId_path, sha256, bytes: 1 },
            update: { sha256 },
          });
      };
      let removed = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 16 }), async (acts) => {
          for (const file of files) await putLongAgo(file);
          let busy = true;
          const collecting = (async () => {
            while (busy)
              removed += (await collectGarbage({ storage, sql }, { now: new Date(), seen: everything }))
                .removed;
          })();
          await Promise.all(acts.map(carryOut));
          busy = false;
          await collecting;
          for (const { sha256 } of await db.loggedModelArtifact.findMany())
            expect(await storage.check(sha256), sha256).toBe(null);
        }),
        { numRuns: 60 },
      );
      expect(removed).toBeGreaterThan(10); // it did meet them
    },
  );
});
