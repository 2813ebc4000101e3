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

/** How many messages in a second, on average and at once, and how long they may be together. */
type MessageBounds = { messages: number; messagesAtOnce: number; bytes: number; bytesAtOnce: number };

/**
 * Says whether somebody still keeps a pace of messages, by their number and their length.
 *
 * @param now in milliseconds
 * @returns a function that takes a message's length and says whether it was within the pace
 */
export function messagePace(bounds: MessageBounds, now: () => number): (length: number) => boolean {
  const keepsNumber = pace({ perSecond: bounds.messages, atOnce: bounds.messagesAtOnce }, now);
  const keepsLength = pace({ perSecond: bounds.bytes, atOnce: bounds.bytesAtOnce }, now);
  return (length) => keepsNumber(1) && keepsLength(length);
}
