/**
 * Does a task again and again, one round at a time: one that outlasts its interval is not begun once more
 * beside itself. A round that fails is told to `failed`, and the next one comes in its turn.
 *
 * @param milliseconds from the beginning of a round to that of the next
 */
export function every(
  milliseconds: number,
  task: () => Promise<unknown>,
  failed: (error: unknown) => void,
): NodeJS.Timeout {
  let running = false;
  return setInterval(() => {
    if (running) return;
    running = true;
    task()
      .catch(failed)
      .finally(() => (running = false));
  }, milliseconds);
}
