import { expect, test } from "vitest";
import { notedIfThereIsRoom } from "./last-used";

const failing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));

test("a full disk keeps nobody from reading: a token's last use is then not noted", async () => {
  await expect(notedIfThereIsRoom(failing("ENOSPC"))).resolves.toBeUndefined();
});

test("anything else that goes wrong with the note is told", async () => {
  await expect(notedIfThereIsRoom(failing("ECONNREFUSED"))).rejects.toThrow("ECONNREFUSED");
});

test("what was noted is on the disk before the answer goes out", async () => {
  const note = Promise.withResolvers<void>();
  let isOver = false;
  const waiting = notedIfThereIsRoom(note.promise).then(() => (isOver = true));
  await Promise.resolve();
  expect(isOver).toBe(false);
  note.resolve();
  await waiting;
  expect(isOver).toBe(true);
});
