import type { ServerResponse } from "node:http";
import path from "node:path";
import type { FastifyReply } from "fastify";
import { AppError } from "@/lib/errors";
import { shownAs } from "@/lib/runs/file-view";
import { damaged } from "@/lib/storage/address";
import { giveBack } from "@/lib/storage/give-back";
import type { Storage } from "@/lib/storage/storage";
import { commonHeaders } from "./common-headers";

type File = { path: string; sha256: string; bytes: number };

/**
 * Sends a user's file, which never acts in the page's name: it downloads, and where a page `shows` it, it
 * may do nothing that reaches beyond itself.
 */
export async function sendFile(
  reply: FastifyReply,
  storage: Storage,
  { path: file, sha256, bytes }: File,
  shows = false,
): Promise<FastifyReply> {
  const content = await storage.stream(sha256);
  if (content.bytes !== bytes) throw damaged(sha256);
  const pieces = content.pieces[Symbol.asyncIterator]();
  const first = reply.request.method === "HEAD" ? null : await pieces.next(); // before any header: what is gone or damaged is answered as an error
  const shown = shows ? shownAs(file) : null;
  reply.hijack(); // a pipe would not tell when a piece has left
  reply.raw.writeHead(200, {
    ...commonHeaders,
    "content-type": shown?.type ?? (file.endsWith(".json") ? "application/json" : "application/octet-stream"),
    "content-length": bytes,
    "content-security-policy": shown?.policy ?? "sandbox; default-src 'none'",
    "content-disposition": `${shown ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(path.posix.basename(file))}`,
  });
  await writePieces(reply.raw, first, pieces);
  return reply;
}

type Pieces = AsyncIterator<Buffer>;

/** Writes a body, giving the memory of each piece back as it leaves; where that fails the connection is cut, so that nobody takes half a file for a whole one. */
async function writePieces(
  response: ServerResponse,
  first: IteratorResult<Buffer> | null,
  pieces: Pieces,
): Promise<void> {
  try {
    for (let piece = first; piece && !piece.done; piece = await pieces.next()) {
      await written(response, piece.value);
      giveBack(piece.value);
    }
    response.end();
  } catch (error) {
    if (error instanceof AppError) console.error(error.message);
    response.destroy();
  } finally {
    await pieces.return?.();
  }
}

/** Waits until the system has taken a piece. */
function written(response: ServerResponse, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error("The receiver is gone."));
    response.once("close", gone);
    response.write(piece, (error) => {
      response.off("close", gone);
      if (error) reject(error);
      else resolve();
    });
  });
}
