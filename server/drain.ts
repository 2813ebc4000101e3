import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { problemForBoth } from "@/lib/http/tracking-problem";

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Lets a server end without cutting off what it is about to answer. */
export type Drain = {
  /** A handler that counts what is under way, and turns new requests away once the server stops. */
  through: (handle: Handler) => Handler;
  /**
   * Ends event streams, which never end by themselves, stops taking requests and waits until those under way
   * are answered, at most this long; then cuts connections.
   */
  stop: (server: Server, milliseconds: number) => Promise<void>;
};

/** The drain of one server. */
export function createDrain(): Drain {
  let isStopping = false;
  const open = new Set<ServerResponse>();
  let settled: (() => void) | null = null;

  return {
    through: (handle) => (request, response) => {
      if (isStopping) return turnAway(request, response);
      open.add(response);
      response.once("close", () => {
        open.delete(response);
        if (open.size === 0) settled?.();
      });
      return handle(request, response);
    },
    stop: async (server, milliseconds) => {
      isStopping = true;
      server.closeIdleConnections();
      if (open.size > 0) {
        const { promise, resolve } = Promise.withResolvers<void>();
        settled = resolve;
        const timer = setTimeout(resolve, milliseconds);
        for (const response of open) if (isStream(response)) response.end();
        await promise;
        clearTimeout(timer);
      }
      server.closeAllConnections();
    },
  };
}

function isStream({ req }: ServerResponse): boolean {
  return req.headers.accept?.includes("text/event-stream") ?? false;
}

/** Clients that come while the server stops come again, to the one that follows. */
function turnAway(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const problem = problemForBoth("UNAVAILABLE", "The server is stopping. Send it again in a moment.");
  response.writeHead(503, {
    "content-type": "application/problem+json",
    "retry-after": "2",
    connection: "close",
  });
  response.end(JSON.stringify(problem));
}
