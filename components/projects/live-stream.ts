/** What the event stream tells of something under way, such as a job's progress. */
export type Told = { name: string; subject?: { kind: string; id: string | number }; detail?: unknown };

const streams = new Map<string, { source: EventSource; users: number }>();

/** The event stream of a project that all of a tab shares; `release` it when it is no longer needed. */
export function shareStream(slug: string): { source: EventSource; release: () => void } {
  const address = `/api/projects/${slug}/events`;
  const stream = streams.get(address) ?? { source: new EventSource(address), users: 0 };
  stream.users += 1;
  streams.set(address, stream);
  let released = false;
  return {
    source: stream.source,
    release: () => {
      if (released) return;
      released = true;
      stream.users -= 1;
      if (stream.users > 0) return;
      stream.source.close();
      streams.delete(address);
    },
  };
}

/** Reads what an event carries. */
export function toldBy(event: MessageEvent<string>): Told {
  return JSON.parse(event.data) as Told;
}
