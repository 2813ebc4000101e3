/** How many requests of one frame are under way at once, and how many wait. */
export const frameRequests = { atOnce: 6, waiting: 200 } as const;

/**
 * Does work a few at a time, in the order in which it was asked for.
 *
 * @returns a function that does or queues a piece of work, and refuses what comes beyond the queue
 */
export function requestsAtOnce({ atOnce, waiting }: { atOnce: number; waiting: number }) {
  const queue: (() => void)[] = [];
  let running = 0;
  const next = () => {
    running -= 1;
    queue.shift()?.();
  };
  return async function take<Result>(work: () => Promise<Result>): Promise<Result> {
    if (running >= atOnce) {
      if (queue.length >= waiting)
        throw new Error(`Too many requests at once: ${atOnce} run and ${waiting} wait.`);
      await new Promise<void>((resolve) => queue.push(resolve));
    }
    running += 1;
    return work().finally(next);
  };
}
