/** At most so many bytes in one request, and so many held back before their source is asked to wait. */
const pieceBytes = 2 ** 20;
const heldBytes = 4 * 2 ** 20;
const settleMilliseconds = 200;
const retryMilliseconds = 1_000;

type Send = (bytes: Uint8Array, at: number) => Promise<boolean>;

/**
 * Sends the log of an attempt to the server piece by piece, each with its place in the file, so that one
 * sent twice is kept once. What comes after `most` bytes is dropped, and the log ends with `mark`. A send
 * that answers false is given up; one that throws is tried again.
 */
export function logShipper(send: Send, { most, mark }: { most: number; mark: string }) {
  const held: Uint8Array[] = [];
  let [heldSize, taken, arrived] = [0, 0, 0];
  let shipping: Promise<void> | null = null;
  let stopped = false;
  const waiting: (() => void)[] = [];

  function take(bytes: Uint8Array): void {
    if (taken > most || stopped) return;
    const cut = taken + bytes.length > most;
    const kept = cut ? Buffer.concat([bytes.subarray(0, most - taken), Buffer.from(mark)]) : bytes;
    taken += bytes.length;
    held.push(kept);
    heldSize += kept.length;
    shipping ??= ship().finally(() => (shipping = null));
  }

  async function ship(): Promise<void> {
    await pause(settleMilliseconds);
    while (held.length > 0 && !stopped) {
      const all = Buffer.concat(held.splice(0));
      for (let from = 0; from < all.length && !stopped; from += pieceBytes)
        await shipPiece(all.subarray(from, from + pieceBytes));
    }
  }

  async function shipPiece(piece: Uint8Array): Promise<void> {
    while (!stopped) {
      try {
        stopped ||= !(await send(piece, arrived));
        arrived += piece.length;
        heldSize -= piece.length;
        return waiting.splice(0).forEach((goOn) => goOn());
      } catch {
        await pause(retryMilliseconds); // the server is away for a moment
      }
    }
  }

  return {
    take,
    /** Bytes that have arrived. */
    arrived: () => arrived,
    /** Whether so much is held that its source should wait; `goOn` is called when some of it has left. */
    full: (goOn: () => void): boolean => {
      if (heldSize < heldBytes || stopped) return false;
      waiting.push(goOn);
      return true;
    },
    /** Resolves when all has arrived, or when so long has passed; nothing is sent after. */
    finish: async (milliseconds: number): Promise<void> => {
      await Promise.race([shipping, pause(milliseconds)]);
      stopped = true;
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
