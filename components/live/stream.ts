import { streamNames } from "@/lib/events/nouns";
import type { FromStream } from "./messages";

/**
 * Waits before a stream that was refused is tried again,
 * so that a server that is full is not asked without end.
 */
const refusedMilliseconds = 15_000;

/**
 * Listens to the events of one project until it is stopped. It comes back by itself, from where it
 * broke off.
 *
 * @param since the event after which it listens
 */
export function openEventStream(
  url: string,
  since: number,
  tell: (message: FromStream) => void,
): { stop: () => void } {
  let source: EventSource;
  let again: ReturnType<typeof setTimeout> | undefined;
  let broken = false;
  let last = since;

  const open = () => {
    source = new EventSource(`${url}?after=${last}`);
    for (const name of streamNames) {
      if (name === "reset") source.addEventListener(name, () => tell({ kind: "reset" }));
      else
        source.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) => {
          last = Number(lastEventId || last);
          tell({ kind: "event", id: last, data });
        });
    }
    source.onopen = () => {
      tell({ kind: "connected", connected: true });
      if (broken) tell({ kind: "reset" }); // signals and what was gathered are not told again
      broken = false;
    };
    source.onerror = () => {
      broken = true;
      tell({ kind: "connected", connected: false });
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, refusedMilliseconds);
    };
  };
  open();
  return {
    stop: () => {
      clearTimeout(again);
      source.close();
    },
  };
}
