import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** A body that brings less than this for so long is given up. Sizes in bytes, times in milliseconds. */
export type Pace = { bytesPerSecond: number; patience: number; every: number };

const usual: Pace = { bytesPerSecond: 1_024, patience: 30_000, every: 5_000 };
const tooSlow = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

type Watched = { request: IncomingMessage; response: ServerResponse; bytes: number; slow: number };

/**
 * Gives up requests whose body trickles, so that they do not hold connections. One that comes slowly but
 * steadily goes on for as long as it takes, and one that waits for us to read it is never given up.
 *
 * @returns what to call with each request when its headers are there
 */
export function watchBodies(
  server: Server,
  { bytesPerSecond, patience, every }: Pace = usual,
): (request: IncomingMessage, response: ServerResponse) => void {
  const watched = new Map<Socket, Watched>();
  const timer = setInterval(() => {
    for (const [socket, one] of watched) {
      const bytes = socket.bytesRead;
      const isSlow = bytes - one.bytes < (bytesPerSecond * every) / 1_000 && !waitsForUs(one.request);
      one.slow = isSlow ? one.slow + every : 0;
      one.bytes = bytes;
      if (one.request.complete || socket.destroyed) watched.delete(socket);
      else if (one.slow >= patience) giveUp(socket, one.response);
    }
  }, every);
  timer.unref();
  server.on("close", () => clearInterval(timer));
  return (request, response) => {
    const { socket } = request;
    if (request.complete || !hasBody(request)) return;
    watched.set(socket, { request, response, bytes: socket.bytesRead, slow: 0 });
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** Its bytes are here and nobody has taken them yet: the disk or the database is what is slow. */
function waitsForUs(request: IncomingMessage): boolean {
  return request.readableLength >= request.readableHighWaterMark;
}

function giveUp(socket: Socket, response: ServerResponse): void {
  if (!response.headersSent) socket.write(tooSlow);
  socket.destroySoon();
}
