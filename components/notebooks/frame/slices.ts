/** Work goes on for so long before what else waits in the frame has its turn, in milliseconds. */
const sliceMilliseconds = 8;

type Work = { steps: Iterator<unknown>; isWanted: () => boolean; ended: (isDone: boolean) => void };
type Options = { now?: () => number; later?: (go: () => void) => void };

/**
 * Does long work in slices, one after the other, so that the frame answers in between.
 *
 * @returns takes steps, each of which is short, and says whether they were all done: work is given up when
 * it is not wanted any more, and rejects with what a step throws. What is urgent comes before the rest.
 */
export function createSlices({ now = () => performance.now(), later = afterOthers() }: Options = {}) {
  const waiting: Work[] = [];
  let isGoing = false;

  function slice(): void {
    const end = now() + sliceMilliseconds;
    while (waiting.length > 0 && now() < end) step(waiting[0]!);
    isGoing = waiting.length > 0;
    if (isGoing) later(slice);
  }

  function step(work: Work): void {
    const done = work.isWanted() ? work.steps.next().done === true : null;
    if (done === false) return;
    waiting.splice(waiting.indexOf(work), 1);
    work.ended(done !== null);
  }

  return (
    steps: Generator<unknown, unknown>,
    { isWanted, isUrgent = false }: { isWanted: () => boolean; isUrgent?: boolean },
  ): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const guarded = (function* () {
        try {
          yield* steps;
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      })();
      const work = { steps: guarded, isWanted, ended: resolve };
      if (isUrgent) waiting.unshift(work);
      else waiting.push(work);
      if (!isGoing) later(slice);
      isGoing = true;
    });
}

/** A way to be called back when other messages have had their turn; timers would wait longer. */
function afterOthers(): (go: () => void) => void {
  let next: (() => void) | null = null;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => next?.();
  return (go) => {
    next = go;
    port2.postMessage(null);
  };
}
