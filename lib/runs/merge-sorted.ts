/** Reads the next items of a sorted list, those after `last`; `done` when there are no more behind them. */
export type ReadMore<Item> = (last: Item | null) => Promise<{ items: readonly Item[]; done: boolean }>;

type Lane<Item> = { read: ReadMore<Item>; items: readonly Item[]; at: number; done: boolean };

/**
 * The first `limit` items of several sorted lists, each read a piece at a time and only as far as is needed.
 */
export async function mergeSorted<Item>(
  lists: readonly ReadMore<Item>[],
  compare: (a: Item, b: Item) => number,
  limit: number,
): Promise<Item[]> {
  const lanes: Lane<Item>[] = lists.map((read) => ({ read, items: [], at: 0, done: false }));
  for (const lane of lanes) await refill(lane);
  const merged: Item[] = [];
  while (merged.length < limit) {
    const first = lanes
      .filter(({ items, at }) => at < items.length)
      .reduce<Lane<Item> | null>(
        (best, lane) =>
          best === null || compare(lane.items[lane.at]!, best.items[best.at]!) < 0 ? lane : best,
        null,
      );
    if (first === null) break;
    merged.push(first.items[first.at]!);
    first.at += 1;
    if (first.at === first.items.length) await refill(first);
  }
  return merged;
}

async function refill<Item>(lane: Lane<Item>): Promise<void> {
  if (lane.done) return;
  const { items, done } = await lane.read(lane.items.at(-1) ?? null);
  Object.assign(lane, { items, done, at: 0 });
}
