/** How many messages a frame may send: so many at once, and as many again each second. */
export function messagesAllowed(cells: number): number {
  return 2_000 + 10 * cells;
}

/**
 * Counts what the frame sends. Whoever has used up the budget gets it back over the next second.
 *
 * @returns whether the message at a moment (in milliseconds) is still within it
 */
export function messageBudget(start: number): (now: number, allowed: number) => boolean {
  let [spent, last] = [0, start];
  return (now, allowed) => {
    spent = Math.max(0, spent - ((now - last) / 1_000) * allowed);
    last = now;
    spent += 1;
    return spent <= allowed;
  };
}
