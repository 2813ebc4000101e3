/**
 * Tells listeners of what changed, each once however often it did.
 *
 * @param schedule calls back when listeners may hear: at the next frame of the screen, or at once
 * @param before is called first, and may tell of more
 */
export function topicsOf<Topic>(schedule: (flush: () => void) => void, before: () => void) {
  const listeners = new Map<Topic, Set<() => void>>();
  const due = new Set<Topic>();

  function flush(): void {
    before();
    const now = [...due];
    due.clear();
    for (const topic of now) for (const listener of listeners.get(topic) ?? []) listener();
  }
  return {
    /** Lets listeners hear at once. */
    flush,
    changed(topics: Iterable<Topic>): void {
      if (due.size === 0) schedule(flush);
      for (const topic of topics) due.add(topic);
    },
    /** @returns a function that ends it */
    subscribe(to: Topic, listener: () => void): () => void {
      const all = listeners.get(to) ?? new Set();
      listeners.set(to, all.add(listener));
      return () => void all.delete(listener);
    },
  };
}
