import { once } from "node:events";
import type { FastifyReply } from "fastify";
import { limits } from "@/lib/limits";
import { commonHeaders } from "./common-headers";

/** An answer that is written as things happen. What its reader does not take is not heaped up here. */
export type Stream = {
  /** Ends when the reader has gone, or the stream was ended here. */
  signal: AbortSignal;
  /** Writes once the reader has taken what came before; false when it has gone. */
  send(text: string): Promise<boolean>;
  /** Writes what may be missed: nothing while the reader is behind. */
  offer(text: string): void;
  /** Ends the answer once all of it is taken. */
  end(): void;
  /** Ends it here and now. */
  cut(): void;
};

/**
 * Takes over a reply as a stream. A reader who takes nothing for a while is let go.
 *
 * @param type the media type
 * @param patience milliseconds that a reader may take nothing
 */
export function openStream(
  reply: FastifyReply,
  type: string,
  { patience = limits.streamStallMilliseconds }: { patience?: number } = {},
): Stream {
  reply.hijack();
  const { raw } = reply;
  const gone = new AbortController();
  if (raw.destroyed) gone.abort();
  raw.once("close", () => gone.abort());
  raw.on("error", () => gone.abort());
  raw.writeHead(200, { ...commonHeaders, "content-type": type, "x-accel-buffering": "no" });
  raw.flushHeaders();

  const taken = async () => {
    const timer = setTimeout(() => raw.destroy(), patience);
    await once(raw, "drain", { signal: gone.signal }).catch(() => undefined);
    clearTimeout(timer);
  };
  let last = Promise.resolve();
  return {
    signal: gone.signal,
    send: async (text) => {
      last = last.then(async () => {
        if (raw.writableNeedDrain && !gone.signal.aborted) await taken();
        if (!gone.signal.aborted) raw.write(text);
      });
      await last;
      return !gone.signal.aborted;
    },
    offer: (text) => {
      if (!raw.writableNeedDrain && !gone.signal.aborted) raw.write(text);
    },
    end: () => void raw.end(),
    cut: () => void raw.destroy(),
  };
}
