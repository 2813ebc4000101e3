import { expect, test } from "vitest";
import { freshDb, onBothDatabases } from "@/tests/fresh-db";
import { areOnlyOurs, claimFiles, isClaimed } from "./belonging";
import { memoryStorage } from "./memory";

onBothDatabases("a folder of files", (provider) => {
  test("is noted as a database's own, and never cleared while another keeps its files there", async () => {
    const [db, storage] = [await freshDb(provider), memoryStorage()];
    expect(await isClaimed(storage)).toBe(false);
    await claimFiles(db, storage);
    await claimFiles(db, storage);
    expect([await isClaimed(storage), await areOnlyOurs(db, storage)]).toEqual([true, true]);
    await claimFiles(await freshDb(provider), storage);
    expect(await areOnlyOurs(db, storage)).toBe(false);
  });

  test("that is not the one in which a database keeps its files is refused, with what to do", async () => {
    const db = await freshDb(provider);
    await claimFiles(db, memoryStorage());
    await claimFiles(db, memoryStorage()); // it names no file yet, so nothing can be missing
    await db.loggedModelArtifact.create({
      data: { modelId: "m", path: "a", sha256: "0".repeat(64), bytes: 1 },
    });
    await expect(claimFiles(db, memoryStorage())).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("PERIHELION_FILES"),
    });
  });
});
