import type { ServerResponse } from "node:http";
import path from "node:path";
import type { FastifyReply } from "fastify";
import { AppError } from "@/lib/errors";
import { hasAlready, wantedRange, type Wanted } from "@/lib/http/byte-range";
import { safeTypeOf } from "@/lib/runs/file-type";
import { shownAs } from "@/lib/runs/file-view";
import { damaged } from "@/lib/storage/damage";
import { releaseBuffer } from "@/lib/storage/release-buffer";
import type { Storage } from "@/lib/storage/storage";
import { commonHeaders } from "./common-headers";

type File = { path: string; sha256: string; bytes: number };
type Sent = Exclude<Wanted, "unsatisfiable">;
type Pieces = AsyncIterator<Buffer>;

/**
 * Sends a user's file, whole or the part that was asked for. It never acts in the page's name: it downloads,
 * and where a page `shows` it, it may do nothing that reaches beyond itself.
 *
 * A whole file is hashed on its way, and its last piece held back until the hash is right. A part cannot be:
 * the file was found whole when this process first opened it, and its SHA-256 goes along, so that whoever
 * puts the parts together can tell.
 */
export async function sendFile(
  reply: FastifyReply,
  storage: Storage,
  file: File,
  shows = false,
): Promise<FastifyReply> {
  const { method, headers } = reply.request;
  const etag = `"${file.sha256}"`;
  if (hasAlready(headers["if-none-match"], etag)) return reply.code(304).header("etag", etag).send();
  const wanted = wantedRange(method === "GET" ? headers.range : undefined, {
    bytes: file.bytes,
    etag,
    ifRange: headers["if-range"] as string | undefined,
  });
  if (wanted === "unsatisfiable")
    return reply
      .header("content-range", `bytes */${file.bytes}`)
      .code(416)
      .send({ status: 416, code: "INVALID", detail: `The file has ${file.bytes} bytes; none of those.` });

  const pieces = await piecesOf(storage, file, wanted);
  // before any header: what is gone or damaged is answered as an error
  const first = method === "HEAD" ? null : await pieces.next();
  reply.hijack(); // a pipe would not tell when a piece has left
  reply.raw.writeHead(wanted === "whole" ? 200 : 206, {
    ...headersOf(file, shows),
    etag,
    ...lengthOf(file, wanted),
  });
  await writePieces(reply.raw, first, pieces);
  return reply;
}

async function piecesOf(storage: Storage, { sha256, bytes }: File, wanted: Sent): Promise<Pieces> {
  if (wanted !== "whole") return (await storage.range(sha256, wanted))[Symbol.asyncIterator]();
  const content = await storage.stream(sha256);
  if (content.bytes !== bytes) throw damaged(sha256);
  return content.pieces[Symbol.asyncIterator]();
}

function headersOf({ path: file, sha256 }: File, shows: boolean): Record<string, string> {
  const shown = shows ? shownAs(file) : null;
  const name = encodeURIComponent(path.posix.basename(file)).replaceAll("'", "%27");
  return {
    ...commonHeaders,
    "content-type": shown?.type ?? safeTypeOf(file),
    "content-security-policy": shown?.policy ?? "sandbox; default-src 'none'",
    "content-disposition": `${shown ? "inline" : "attachment"}; filename*=UTF-8''${name}`,
    "accept-ranges": "bytes",
    "repr-digest": `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`,
  };
}

function lengthOf({ bytes }: File, wanted: Sent): Record<string, string | number> {
  if (wanted === "whole") return { "content-length": bytes };
  const { start, end } = wanted;
  return { "content-length": end - start, "content-range": `bytes ${start}-${end - 1}/${bytes}` };
}

/**
 * Writes a body, giving the memory of each piece back as it leaves; where that fails the connection is cut,
 * so that nobody takes half a file for a whole one.
 */
async function writePieces(
  response: ServerResponse,
  first: IteratorResult<Buffer> | null,
  pieces: Pieces,
): Promise<void> {
  try {
    for (let piece = first; piece && !piece.done; piece = await pieces.next()) {
      await written(response, piece.value);
      releaseBuffer(piece.value);
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
