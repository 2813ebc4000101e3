/**
 * Says whether somebody still keeps a pace: so much a second on average, and so much at once.
 *
 * @param now in milliseconds
 * @returns a function that takes an amount and says whether that was within the pace
 */
export function pace(
  { perSecond, atOnce }: { perSecond: number; atOnce: number },
  now: () => number,
): (amount: number) => boolean {
  let [left, since] = [atOnce, now()];
  return (amount) => {
    const at = now();
    left = Math.min(atOnce, left + ((at - since) / 1_000) * perSecond) - amount;
    since = at;
    return left >= 0;
  };
}
