import { setTimeout as wait } from "node:timers/promises";
import { isFinal } from "./refused";

const pauseMilliseconds = 1_000;

/**
 * Does what asks the server, again and again while that is away or asks for patience; what it refuses is
 * thrown at once.
 *
 * @param within milliseconds after which the last failure is thrown
 */
export async function patiently<Result>(
  act: () => Promise<Result>,
  { within = 60_000, pause = pauseMilliseconds }: { within?: number; pause?: number } = {},
): Promise<Result> {
  const until = performance.now() + within;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (isFinal(error) || performance.now() > until) throw error;
      await wait(pause);
    }
  }
}
