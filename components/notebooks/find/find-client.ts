import { assetUrl } from "@/components/ui/asset-url";
import type { Cell } from "@/lib/notebooks/schema";
import type { FindAnswered, FindAsked } from "./answer-find";
import type { FindQuery, Found, Refusal, Replacing } from "./find-in-cells";

/** A pattern may take for ever: past so many milliseconds its worker is ended; the first has to begin. */
const patience = { first: 8_000, later: 2_000 };
const tooLong: Refusal = { ok: false, message: "This expression takes too long. Make it simpler." };

/** Looks through cells in a worker of its own, which is ended where a pattern does not come to an end. */
export function findClient() {
  let worker: Worker | null = null;
  let isWarm = false;
  let last = 0;
  const waiting = new Map<number, (answer: Found | Replacing) => void>();

  function end(answer: Refusal): void {
    worker?.terminate();
    [worker, isWarm] = [null, false];
    for (const resolve of waiting.values()) resolve(answer);
    waiting.clear();
  }
  function begin(): Worker {
    const begun = new Worker(assetUrl("transpile.js"));
    begun.onmessage = ({ data }: MessageEvent<FindAnswered>) => {
      isWarm = true;
      waiting.get(data.n)?.(data.answer);
      waiting.delete(data.n);
    };
    return begun;
  }
  async function ask(asked: Omit<FindAsked, "n">): Promise<Found | Replacing> {
    worker ??= begin();
    const n = (last += 1);
    const answered = Promise.withResolvers<Found | Replacing>();
    waiting.set(n, answered.resolve);
    const timer = setTimeout(() => waiting.has(n) && end(tooLong), patience[isWarm ? "later" : "first"]);
    worker.postMessage({ n, ...asked } satisfies FindAsked);
    const answer = await answered.promise;
    clearTimeout(timer);
    return answer;
  }
  return {
    find: (cells: readonly Cell[], find: FindQuery) => ask({ cells, find }) as Promise<Found>,
    replace: (cells: readonly Cell[], asked: Required<Pick<FindAsked, "find" | "to" | "only">>) =>
      ask({ cells, ...asked }) as Promise<Replacing>,
    close: () => end(tooLong),
  };
}
