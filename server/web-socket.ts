import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { frame, frameReader, type Heard } from "./web-socket-frames";

export type WebSocketConnection = {
  /** Sends a text; who does not take what was sent is let go. */
  send: (text: string) => void;
  /** Says farewell with a number and ends the connection. */
  close: (code: number) => void;
};
type Opened = {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
  heard: (text: string) => void;
  closed: () => void;
};

/** Part of every handshake. @see https://www.rfc-editor.org/rfc/rfc6455#section-1.3 */
const known = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/**
 * Shakes hands with a browser's WebSocket and speaks with it in texts. Silent connections are asked for a
 * sign of life.
 *
 * @throws {AppError} INVALID when the request is not a WebSocket's
 */
export function acceptWebSocket({ request, socket, head, heard, closed }: Opened): WebSocketConnection {
  const key = request.headers["sec-websocket-key"];
  if (!key || request.headers.upgrade?.toLowerCase() !== "websocket")
    throw new AppError("INVALID", "This address is for WebSockets.");
  const accept = createHash("sha1")
    .update(key + known)
    .digest("base64");
  socket.write(
    "HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n" +
      `sec-websocket-accept: ${accept}\r\n\r\n`,
  );
  let [isSilent, isOver] = [false, false];
  const write = (opcode: 1 | 8 | 9 | 10, payload: Buffer) => {
    if (isOver || socket.destroyed) return;
    socket.write(frame(opcode, payload));
    if (socket.writableLength > limits.socketWaitingBytes) socket.destroy();
  };
  const close = (code: number) => {
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(code);
    write(8, payload);
    isOver = true;
    socket.end();
    setTimeout(() => socket.destroy(), limits.socketFarewellMilliseconds).unref();
  };
  const timer = setInterval(() => {
    if (isSilent) return socket.destroy();
    isSilent = true;
    write(9, Buffer.alloc(0));
  }, limits.socketSilenceMilliseconds);
  timer.unref();
  const read = frameReader(limits.socketMessageBytes);
  const take = (bytes: Buffer) => {
    isSilent = false;
    if (isOver) return;
    for (const one of read(bytes)) answer(one);
  };
  const answer = (one: Heard) => {
    if (one.kind === "text") heard(one.text);
    if (one.kind === "ping") write(10, one.payload);
    if (one.kind === "close") close(1000);
    if (one.kind === "wrong") close(one.code);
  };
  socket.on("data", take);
  socket.on("end", () => socket.end());
  socket.once("close", () => {
    clearInterval(timer);
    isOver = true;
    closed();
  });
  if (head.length > 0) queueMicrotask(() => take(head));
  return { send: (text) => write(1, Buffer.from(text)), close };
}
