import { expect, test } from "vitest";
import { directOf } from "@/lib/db/direct";
import { freshDb, onBothDatabases } from "@/tests/fresh-db";
import { memoryStorage } from "./memory";
import { lookAgain, newScrub, scrubSome, type ScrubState } from "./scrub";

const now = () => new Date("2026-03-01T10:00:00Z");
const pace = { bytesPerSecond: 1e12 };

onBothDatabases("a scrub", (provider) => {
  test("finds damage and missing files, goes on where it was left, forgets what was restored", async () => {
    const db = await freshDb(provider);
    const blobs: Parameters<typeof memoryStorage>[0] = new Map();
    const deps = { storage: memoryStorage(blobs), sql: directOf(db) };
    const put = await Promise.all(
      Array.from({ length: 250 }, (_, i) => deps.storage.put(new TextEncoder().encode(`file ${i}`))),
    );
    const [flipped, lost] = [put[7]!.sha256, "0".repeat(64)];
    blobs.get(flipped)!.content[0]! ^= 1;
    for (const sha256 of [lost, flipped, put[8]!.sha256])
      await db.loggedModelArtifact.create({ data: { modelId: sha256, path: "a", sha256, bytes: 1 } });

    let state = newScrub(now(), null);
    let turns = 0;
    for (; state.finishedAt === null; turns++) {
      const before = state;
      // as after a restart
      state = await scrubSome(deps, JSON.parse(JSON.stringify(state)) as ScrubState, now, pace);
      expect(before.at).not.toEqual(state.finishedAt ? null : state.at);
    }
    expect(turns).toBeGreaterThan(3);
    expect(state).toMatchObject({
      checked: 250,
      damaged: [flipped],
      missing: [lost],
      finishedAt: now().toISOString(),
    });

    blobs.get(flipped)!.content[0]! ^= 1;
    await db.loggedModelArtifact.deleteMany({ where: { sha256: lost } });
    const seen = put[9]!.sha256;
    blobs.get(seen)!.content[0]! ^= 1;
    expect(await lookAgain(deps, state, { seen: [seen], now })).toMatchObject({
      damaged: [seen],
      missing: [],
    });
  });

  test("reads what is known to be damaged once an hour, what a read has just met at once", async () => {
    const db = await freshDb(provider);
    const blobs: Parameters<typeof memoryStorage>[0] = new Map();
    const storage = memoryStorage(blobs);
    const read: string[] = [];
    const check = (sha256: string) => {
      read.push(sha256);
      return storage.check(sha256);
    };
    const deps = { storage: { ...storage, check }, sql: directOf(db) };
    const put = (text: string) => storage.put(new TextEncoder().encode(text));
    const [one, two] = [(await put("one")).sha256, (await put("two")).sha256];
    for (const sha256 of [one, two]) blobs.get(sha256)!.content[0]! ^= 1;
    const minute = (count: number) => () => new Date(now().getTime() + count * 60_000);
    let state = newScrub(now(), null);
    for (const i of [0, 1, 2, 59]) state = await lookAgain(deps, state, { seen: [one], now: minute(i) });
    expect([read, state.damaged]).toEqual([[one], [one]]);
    state = await lookAgain(deps, state, { seen: [one, two], now: minute(59) });
    expect([read, state.damaged]).toEqual([
      [one, two],
      [one, two],
    ]);
    blobs.get(one)!.content[0]! ^= 1; // restored
    state = await lookAgain(deps, newScrub(now(), state), { seen: [], now: minute(59) });
    expect(state.damaged).toEqual([one, two]);
    state = await lookAgain(deps, state, { seen: [], now: minute(61) });
    expect([read, state.damaged]).toEqual([[one, two, one, two], [two]]);
  });

  test("begun anew keeps in mind what is known to be wrong", () => {
    const before = {
      ...newScrub(now(), null),
      checked: 5,
      damaged: ["a"],
      missing: ["b"],
      finishedAt: "then",
    };
    expect(newScrub(now(), before)).toMatchObject({
      checked: 0,
      finishedAt: null,
      damaged: ["a"],
      missing: ["b"],
    });
  });
});
