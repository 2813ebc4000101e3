import type { FromStream, ToStream } from "./messages";
import { openEventStream } from "./stream";

// A worker that all tabs of a browser share. A browser keeps six connections to a server over HTTP/1.1:
// a stream a tab would leave none for the seventh tab's pages.

type Open = { tabs: Set<MessagePort>; connected: boolean; stop: () => void };
const streams = new Map<string, Open>();

addEventListener("connect", (event) => {
  if (!(event instanceof MessageEvent)) return;
  const [tab] = event.ports;
  if (!tab) return;
  tab.addEventListener("message", ({ data }: MessageEvent<ToStream>) => {
    if (data.kind === "listen") listen(tab, data.url);
    else leave(tab);
  });
  tab.start();
});

function listen(tab: MessagePort, url: string): void {
  const known = streams.get(url);
  if (known?.tabs.has(tab)) return;
  leave(tab);
  const stream = known ?? open(url);
  stream.tabs.add(tab);
  say(tab, { kind: "connected", connected: stream.connected });
}

function open(url: string): Open {
  const tabs = new Set<MessagePort>();
  const { stop } = openEventStream(url, (message) => {
    if (message.kind === "connected") stream.connected = message.connected;
    for (const tab of tabs) say(tab, message);
  });
  const stream = { tabs, connected: true, stop };
  streams.set(url, stream);
  return stream;
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
