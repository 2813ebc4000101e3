import { expect, test } from "vitest";
import { fairQueue, type Asker } from "./fair-queue";

const never = new AbortController().signal;
const limits = { slots: 1, slotsOfProject: 1, slotsOfPerson: 1, waiting: 100, waitingOfPerson: 50 };
const asker = (projectId: string, personId = projectId): Asker => ({ projectId, personId });

/** Lets everybody in one after the other and tells in which order. */
async function served(queue: ReturnType<typeof fairQueue>, askers: readonly Asker[]): Promise<string[]> {
  const order: string[] = [];
  const leave = await queue.enter(asker("first"), { signal: never });
  const all = askers.map(async (who) => {
    const done = await queue.enter(who, { signal: never });
    order.push(`${who.projectId}/${who.personId}`);
    done();
  });
  leave();
  await Promise.all(all);
  return order;
}

test("one project's hundred requests do not hold up another project's one", async () => {
  const order = await served(fairQueue({ ...limits, waiting: 200, waitingOfPerson: 200 }), [
    ...Array.from({ length: 100 }, () => asker("big")),
    asker("small"),
  ]);
  expect(order.indexOf("small/small")).toBeLessThanOrEqual(1);
});

test("persons of a project take turns", async () => {
  const [a, b] = [asker("p", "ana"), asker("p", "ben")];
  expect(await served(fairQueue(limits), [a, a, a, b, b])).toEqual([
    "p/ana",
    "p/ben",
    "p/ana",
    "p/ben",
    "p/ana",
  ]);
});

test("a person has one request under way, a project its share, and the slots are never more", async () => {
  const queue = fairQueue({ ...limits, slots: 3, slotsOfProject: 2 });
  const state = {
    inside: 0,
    most: 0,
    ofPerson: new Map<string, number>(),
    ofProject: new Map<string, number>(),
  };
  const enter = async (who: Asker) => {
    const leave = await queue.enter(who, { signal: never });
    const count = (counts: Map<string, number>, key: string, by: number) => {
      counts.set(key, (counts.get(key) ?? 0) + by);
      return counts.get(key)!;
    };
    state.most = Math.max(state.most, (state.inside += 1));
    expect(count(state.ofPerson, who.personId, 1)).toBeLessThanOrEqual(1);
    expect(count(state.ofProject, who.projectId, 1)).toBeLessThanOrEqual(2);
    await new Promise(setImmediate);
    count(state.ofPerson, who.personId, -1);
    count(state.ofProject, who.projectId, -1);
    state.inside -= 1;
    leave();
  };
  await Promise.all(
    Array.from({ length: 60 }, (_, i) => enter(asker(`p${i % 3}`, `person ${i % 7} of p${i % 3}`))),
  );
  expect(state.most).toBe(3);
  expect(queue.count()).toEqual({ running: 0, waiting: 0 });
});

test("who waits hears how many are before, and hears it again as they go", async () => {
  const queue = fairQueue(limits);
  const leave = await queue.enter(asker("a"), { signal: never });
  const heard: number[] = [];
  const second = queue.enter(asker("b"), { signal: never });
  const third = queue.enter(asker("c"), { signal: never, tell: (before) => heard.push(before) });
  expect(heard).toEqual([1]);
  leave();
  (await second)();
  (await third)();
  expect(heard).toEqual([1, 0]);
});

test("who has gone leaves the queue, and its place goes to the next", async () => {
  const queue = fairQueue(limits);
  const leave = await queue.enter(asker("a"), { signal: never });
  const gone = new AbortController();
  const left = queue.enter(asker("b"), { signal: gone.signal });
  const stays = queue.enter(asker("c"), { signal: never });
  gone.abort();
  await expect(left).rejects.toThrow("Stopped.");
  leave();
  (await stays)();
  await expect(queue.enter(asker("d"), { signal: gone.signal })).rejects.toThrow("Stopped.");
  expect(queue.count()).toEqual({ running: 0, waiting: 0 });
});

test("a full queue refuses at once, in words", async () => {
  const queue = fairQueue({ ...limits, waiting: 3, waitingOfPerson: 2 });
  const leave = await queue.enter(asker("a"), { signal: never });
  const waiting = [asker("a"), asker("a"), asker("b")].map((who) => queue.enter(who, { signal: never }));
  await expect(queue.enter(asker("a"), { signal: never })).rejects.toThrow("2 of your requests wait already");
  await expect(queue.enter(asker("c"), { signal: never })).rejects.toThrow("3 requests of everybody wait");
  leave();
  await Promise.all(waiting.map(async (entered) => (await entered)()));
});

test("a slot that is given back twice counts once", async () => {
  const queue = fairQueue(limits);
  const leave = await queue.enter(asker("a"), { signal: never });
  leave();
  leave();
  expect(queue.count()).toEqual({ running: 0, waiting: 0 });
});
