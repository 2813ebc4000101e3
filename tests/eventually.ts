import { inspect } from "node:util";

type Options<Value> = {
  /** What is waited for, as it should read in "Waited 30 s for …". */
  for?: string;
  /** Milliseconds, below the test's own time, so that this error is the one that is seen. */
  within?: number;
  /** Whether a value is the one that is waited for; without it, any that is not empty. */
  until?: (value: Value) => boolean;
};

/**
 * Reads again every 50 ms until what is waited for is there.
 *
 * @throws {Error} with the last value, or the last error of `check`, when the time is up
 */
export async function eventually<Value>(
  check: () => Promise<Value>,
  { for: what = "what the test asks", within = 30_000, until = Boolean }: Options<Value> = {},
): Promise<Exclude<Value, null | undefined | false>> {
  const deadline = performance.now() + within;
  for (;;) {
    const last = await outcomeOf(check);
    if ("value" in last && until(last.value)) return last.value as Exclude<Value, null | undefined | false>;
    if (performance.now() > deadline) {
      const seen = "value" in last ? inspect(last.value, { depth: 4 }) : `an error: ${inspect(last.error)}`;
      throw new Error(`Waited ${within / 1_000} s for ${what}; seen last: ${seen}`, { cause: last });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function outcomeOf<Value>(check: () => Promise<Value>): Promise<{ value: Value } | { error: unknown }> {
  try {
    return { value: await check() };
  } catch (error) {
    return { error };
  }
}
