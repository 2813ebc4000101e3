type Waiting = { mark: number; resolve: () => void; reject: (error: unknown) => void };

/** What was written, and whether a power cut would leave it. */
export type Durable = {
  /** Writes so far. */
  mark(): number;
  /** Notes one more write. */
  wrote(): void;
  /**
   * Waits until everything written so far would survive a power cut.
   * @throws what `sync` threw, now and ever after
   */
  kept(): Promise<void>;
};

/**
 * Brings writes to the disk together: a sync covers all that was written before it began, and while it
 * runs the next writes gather. A sync that failed is final, because the system may have dropped the pages
 * that it could not write.
 *
 * @param sync brings all that has been written to the disk
 * @see https://wiki.postgresql.org/wiki/Fsync_Errors
 */
export function durable(sync: () => Promise<void>): Durable {
  let [written, safe] = [0, 0];
  let failed: { error: unknown } | null = null;
  let waiting: Waiting[] = [];
  let running = false;

  const round = async () => {
    const upTo = written;
    await sync().then(
      () => void (safe = upTo),
      (error: unknown) => void (failed = { error }),
    );
    const [done, left] = [
      waiting.filter(({ mark }) => failed || mark <= safe),
      waiting.filter(({ mark }) => !failed && mark > safe),
    ];
    waiting = left;
    for (const { resolve, reject } of done)
      if (failed) reject(failed.error);
      else resolve();
  };
  const rounds = async () => {
    running = true;
    while (waiting.length > 0) await round();
    running = false;
  };

  return {
    mark: () => written,
    wrote: () => void (written += 1),
    kept: () =>
      new Promise((resolve, reject) => {
        if (failed) return reject(failed.error);
        if (written === safe) return resolve();
        waiting.push({ mark: written, resolve, reject });
        if (!running) void rounds();
      }),
  };
}
