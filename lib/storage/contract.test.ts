import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { folderStorage } from "./folder";
import { memoryStorage } from "./memory";
import type { Storage } from "./storage";

/** A storage of a test's own, and a hand that changes one byte of a blob behind its back. */
type BackEnd = { storage: Storage; damage: (sha256: string, at: number) => void };

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-storage-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function inFolder(): BackEnd {
  const root = temporaryFolder();
  const damage = (sha256: string, at: number) => {
    const file = path.join(root, sha256.slice(0, 2), sha256);
    const content = readFileSync(file);
    content[at]! ^= 1;
    writeFileSync(file, content);
  };
  return { storage: folderStorage(root), damage };
}

function inMemory(): BackEnd {
  const blobs: Parameters<typeof memoryStorage>[0] = new Map();
  return { storage: memoryStorage(blobs), damage: (sha256, at) => (blobs.get(sha256)!.content[at]! ^= 1) };
}

const backEnds: [name: string, open: () => BackEnd][] = [
  ["a folder", inFolder],
  ["memory", inMemory],
];

const nowhere = "0".repeat(64);
const sha256Of = (content: Uint8Array) => createHash("sha256").update(content).digest("hex");
const text = (content: string) => new TextEncoder().encode(content);

async function joined(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const piece of pieces) chunks.push(Buffer.from(piece));
  return Buffer.concat(chunks);
}
const streamed = async (storage: Storage, sha256: string) => joined((await storage.stream(sha256)).pieces);

describe.each(backEnds)("storage in %s", (_, open) => {
  test("gives back what was put, whole, in pieces, in part and as a file", async () => {
    const { storage } = open();
    const content = randomBytes(300_001);
    const blob = await storage.put(content);
    expect(blob).toEqual({ sha256: sha256Of(content), bytes: content.length });
    expect(Buffer.from(await storage.read(blob.sha256)).equals(content)).toBe(true);
    expect((await storage.stream(blob.sha256)).bytes).toBe(content.length);
    expect((await streamed(storage, blob.sha256)).equals(content)).toBe(true);
    expect((await readFile(await storage.localPath(blob.sha256))).equals(content)).toBe(true);
    for (const [start, end] of [
      [0, 1],
      [70_000, 200_000],
      [300_000, 300_001],
      [0, 300_001],
    ] as const)
      expect(
        (await joined(await storage.range(blob.sha256, { start, end }))).equals(content.subarray(start, end)),
      ).toBe(true);
    for (const [start, end] of [
      [-1, 1],
      [5, 5],
      [0, 300_002],
    ] as const)
      await expect(storage.range(blob.sha256, { start, end })).rejects.toMatchObject({ code: "INVALID" });
  });

  test("takes streams, empty files, the same content twice, and files made on this machine", async () => {
    const { storage } = open();
    const pieces = Array.from({ length: 50 }, () => randomBytes(40_000));
    const blob = await storage.put(Readable.from(pieces), { spend: false });
    expect(blob.sha256).toBe(sha256Of(Buffer.concat(pieces)));
    expect(await storage.put(Buffer.concat(pieces))).toEqual(blob);
    const empty = await storage.put(new Uint8Array());
    expect([
      empty.bytes,
      (await storage.read(empty.sha256)).length,
      (await streamed(storage, empty.sha256)).length,
    ]).toEqual([0, 0, 0]);
    const file = path.join(temporaryFolder(), "made");
    writeFileSync(file, "made here");
    const adopted = await storage.adopt(file);
    expect(Buffer.from(await storage.read(adopted.sha256)).toString()).toBe("made here");
    await expect(readFile(file)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("keeps nothing of a stream that broke off", async () => {
    const { storage } = open();
    const broken = async function* () {
      yield text("half of");
      throw new Error("the sender left");
    };
    await expect(storage.put(broken())).rejects.toThrow("the sender left");
    expect(await storage.list({ limit: 10 })).toEqual({ items: [], next: null });
  });

  test("says what it does not have, and takes no address for a path", async () => {
    const { storage } = open();
    expect(await storage.has(nowhere)).toBe(false);
    expect(await storage.check(nowhere)).toBe("missing");
    for (const sha256 of [nowhere, "../../../etc/passwd", ""])
      for (const ask of [storage.read, storage.stream, storage.localPath, storage.keep])
        await expect(ask(sha256), sha256).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(storage.range(nowhere, { start: 0, end: 1 })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test.each([0, 150_000, 299_999])(
    "never gives a file away as good whose byte %i has flipped",
    async (at) => {
      const { storage, damage } = open();
      const { sha256 } = await storage.put(randomBytes(300_000));
      expect(await storage.check(sha256)).toBe(null);
      damage(sha256, at);
      expect(await storage.check(sha256)).toBe("damaged");
      const isDamaged = { code: "DAMAGED" };
      await expect(storage.read(sha256)).rejects.toMatchObject(isDamaged);
      await expect(storage.localPath(sha256)).rejects.toMatchObject(isDamaged);
      await expect(storage.range(sha256, { start: 0, end: 10 }).then(joined)).rejects.toMatchObject(
        isDamaged,
      );
      const came: Buffer[] = [];
      const { bytes, pieces } = await storage.stream(sha256);
      await expect(
        (async () => {
          for await (const piece of pieces) came.push(piece);
        })(),
      ).rejects.toMatchObject(isDamaged);
      expect(Buffer.concat(came).length).toBeLessThan(bytes);
    },
  );

  test("lists what it has by pages", async () => {
    const { storage } = open();
    const put = await Promise.all(Array.from({ length: 25 }, (_, i) => storage.put(text(`file ${i}`))));
    const found: string[] = [];
    let after = "";
    for (let pages = 0; pages < 10; pages++) {
      const { items, next } = await storage.list({ after, limit: 10 });
      found.push(...items.map(({ sha256 }) => sha256));
      expect(
        items.every(({ bytes, writtenAt }) => bytes > 5 && Date.now() - writtenAt.getTime() < 60_000),
      ).toBe(true);
      if (next === null) break;
      after = next;
    }
    expect(found).toEqual(put.map(({ sha256 }) => sha256).sort());
  });

  test("removes what is old and unused, and nothing that was put, kept or named meanwhile", async () => {
    const { storage } = open();
    const [old, put, kept, named] = await Promise.all(
      ["old", "put", "kept", "named"].map((name) => storage.put(text(name))),
    );
    const { items } = await storage.list({ limit: 10 });
    const before = new Date(Math.max(...items.map(({ writtenAt }) => writtenAt.getTime())) + 2);
    // A file system's clock may be some milliseconds behind ours.
    await vi.waitUntil(() => Date.now() > before.getTime() + 50);
    await storage.put(text("put"));
    await storage.keep(kept!.sha256);
    const all = [old, put, kept, named].map((blob) => blob!.sha256);
    const asked: string[] = [];
    const removed = await storage.remove([...all, nowhere], {
      before,
      named: async (sha256s) => {
        asked.push(...sha256s);
        return new Set([named!.sha256]);
      },
    });
    expect(removed).toEqual([old]);
    expect(asked).toEqual(expect.arrayContaining([old!.sha256, named!.sha256]));
    expect(await Promise.all(all.map((sha256) => storage.has(sha256)))).toEqual([false, true, true, true]);
  });

  test("brings everything back when nobody can say what is in use", async () => {
    const { storage } = open();
    const { sha256 } = await storage.put(text("in use, perhaps"));
    const away = storage.remove([sha256], {
      before: new Date(Date.now() + 60_000),
      named: async () => Promise.reject(new Error("the database is away")),
    });
    await expect(away).rejects.toThrow("the database is away");
    expect(Buffer.from(await storage.read(sha256)).toString()).toBe("in use, perhaps");
  });

  test("lets files grow, to be read from any place", async () => {
    const {
      storage: { files },
    } = open();
    const name = "jobs/4f/1.log";
    expect([await files.size(name), (await files.readFrom(name, 0, 10)).length]).toEqual([0, 0]);
    expect(await files.append(name, text("one\n"))).toBe(4);
    expect(await files.append(name, text("two\n"))).toBe(8);
    expect(await files.append(name, new Uint8Array())).toBe(8);
    expect((await files.readFrom(name, 0, 100)).toString()).toBe("one\ntwo\n");
    expect((await files.readFrom(name, 4, 2)).toString()).toBe("tw");
    expect((await files.readFrom(name, 8, 10)).length).toBe(0);
    expect((await files.readFrom(name, 800, 10)).length).toBe(0);
    expect(await files.size(name)).toBe(8);
  });

  test("adds bytes once however often they are sent; refuses what does not continue the file", async () => {
    const {
      storage: { files },
    } = open();
    expect(await files.append("a.log", text("hello "), 0)).toBe(6);
    expect(await files.append("a.log", text("hello "), 0)).toBe(6);
    expect(await files.append("a.log", text("lo world"), 3)).toBe(11);
    for (const [bytes, at] of [
      ["x", 12],
      ["other", 0],
      ["wor?d!", 6],
    ] as const)
      await expect(files.append("a.log", text(bytes), at), bytes).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await files.readFrom("a.log", 0, 100)).toString()).toBe("hello world");
  });

  test("keeps every byte of appends that come at once, whole and in some order", async () => {
    const {
      storage: { files },
    } = open();
    const lines = Array.from({ length: 60 }, (_, i) => `line ${String(i).padStart(3, "0")}\n`);
    await Promise.all(lines.map((line) => files.append("jobs/many.log", text(line))));
    const kept = (await files.readFrom("jobs/many.log", 0, 10_000)).toString();
    expect(kept.split("\n").filter(Boolean).sort()).toEqual(lines.map((line) => line.trimEnd()));
  });

  test("lists and removes files that grow, by folder, and refuses names that leave it", async () => {
    const {
      storage: { files },
    } = open();
    for (const name of ["jobs/a/1.log", "jobs/a/2.log", "jobs/b/1.log", "other/x"])
      await files.append(name, text(name));
    const page = await files.list("jobs", { limit: 2 });
    expect(page).toEqual({
      items: [
        { name: "jobs/a/1.log", bytes: 12 },
        { name: "jobs/a/2.log", bytes: 12 },
      ],
      next: "jobs/a/2.log",
    });
    expect((await files.list("jobs", { after: page.next!, limit: 2 })).items).toEqual([
      { name: "jobs/b/1.log", bytes: 12 },
    ]);
    await files.remove("jobs/a");
    await files.remove("jobs/never");
    expect((await files.list("jobs", { limit: 9 })).items.map(({ name }) => name)).toEqual(["jobs/b/1.log"]);
    for (const name of ["../x", "/etc/passwd", "a/../../b"])
      for (const ask of [
        () => files.append(name, text("x")),
        () => files.readFrom(name, 0, 1),
        () => files.size(name),
        () => files.remove(name),
      ])
        await expect(ask(), name).rejects.toMatchObject({ code: "INVALID" });
  });
});

test("two storages on one folder see each other's files at once", async () => {
  const root = temporaryFolder();
  const [here, there] = [folderStorage(root), folderStorage(root)];
  const { sha256 } = await here.put(text("shared"));
  expect(Buffer.from(await there.read(sha256)).toString()).toBe("shared");
  expect(await here.files.append("a.log", text("1"))).toBe(1);
  expect(await there.files.append("a.log", text("2"))).toBe(2);
  expect(readdirSync(root).sort()).toEqual([sha256.slice(0, 2), "named", "tmp"]);
});
