import type { FromStream, ToStream } from "./messages";
import { openEventStream } from "./stream";

// A worker that all tabs of a browser share. A browser keeps six connections to a server over HTTP/1.1:
// a stream a tab would leave none for the seventh tab's pages.

/** So many events are told again to a tab that was drawn before they came. */
const keptEvents = 200;

type Open = {
  tabs: Set<MessagePort>;
  connected: boolean;
  /** The newest events, all that came after `since`. */
  kept: Extract<FromStream, { kind: "event" }>[];
  since: number;
  stop: () => void;
};
const streams = new Map<string, Open>();

addEventListener("connect", (event) => {
  if (!(event instanceof MessageEvent)) return;
  const [tab] = event.ports;
  if (!tab) return;
  tab.addEventListener("message", ({ data }: MessageEvent<ToStream>) => {
    if (data.kind === "listen") listen(tab, data);
    else leave(tab);
  });
  tab.start();
});

function listen(tab: MessagePort, { url, since }: { url: string; since: number }): void {
  const known = streams.get(url);
  if (known?.tabs.has(tab)) return;
  leave(tab);
  const stream = known ?? open(url, since);
  stream.tabs.add(tab);
  say(tab, { kind: "connected", connected: stream.connected });
  if (since < stream.since) say(tab, { kind: "reset" });
  else for (const event of stream.kept) if (event.id > since) say(tab, event);
}

function open(url: string, since: number): Open {
  const tabs = new Set<MessagePort>();
  const { stop } = openEventStream(url, since, (message) => {
    if (message.kind === "connected") stream.connected = message.connected;
    if (message.kind === "event") keep(stream, message);
    for (const tab of tabs) say(tab, message);
  });
  const stream: Open = { tabs, connected: true, kept: [], since, stop };
  streams.set(url, stream);
  return stream;
}

function keep(stream: Open, event: Open["kept"][number]): void {
  if (event.id <= (stream.kept.at(-1)?.id ?? stream.since)) return; // a signal, which has no id of its own
  stream.kept.push(event);
  if (stream.kept.length > keptEvents) stream.since = stream.kept.shift()!.id;
}

function leave(tab: MessagePort): void {
  for (const [url, { tabs, stop }] of streams) {
    if (!tabs.delete(tab) || tabs.size > 0) continue;
    stop();
    streams.delete(url);
  }
}

function say(tab: MessagePort, message: FromStream): void {
  tab.postMessage(message);
}
