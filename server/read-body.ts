import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/errors";

/**
 * A request's body whole. By its events, because an iterator over it costs as much as reading the JSON.
 *
 * @param most bytes at most; `tooLarge` says what to do where there are more
 * @throws {AppError} TOO_LARGE; INVALID when the sender went away
 */
export function readBody(request: IncomingMessage, most: number, tooLarge: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const cutOff = () => reject(new AppError("INVALID", "The request ended before its body did."));
    if (request.destroyed) return cutOff(); // gone before anybody read it
    const chunks: Buffer[] = [];
    let bytes = 0;
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= most) return;
      request.off("data", take); // the rest flows by unread, and what came is let go
      chunks.length = 0;
      reject(new AppError("TOO_LARGE", tooLarge));
    };
    request.on("data", take);
    request.on("end", () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => request.readableEnded || cutOff());
  });
}
