import type { ServerResponse } from "node:http";
import path from "node:path";
import type { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import { shownAs } from "@/lib/runs/file-view";
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
  const content = await storage.stream(sha256); // before any header: a file that is gone is answered as an error
  const shown = shows ? shownAs(file) : null;
  reply.hijack(); // a pipe would not tell when a piece has left
  reply.raw.writeHead(200, {
    ...commonHeaders,
    "content-type": shown?.type ?? (file.endsWith(".json") ? "application/json" : "application/octet-stream"),
    "content-length": bytes,
    "content-security-policy": shown?.policy ?? "sandbox; default-src 'none'",
    "content-disposition": `${shown ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(path.posix.basename(file))}`,
  });
  await writePieces(reply.raw, reply.request.method === "HEAD" ? [] : content).finally(() =>
    content.destroy(),
  );
  return reply;
}

/** Writes a body, giving the memory of each piece back as it leaves; where that fails the connection is cut, so that nobody takes half a file for a whole one. */
async function writePieces(response: ServerResponse, content: Readable | []): Promise<void> {
  try {
    for await (const piece of content as AsyncIterable<Buffer>) {
      await written(response, piece);
      giveBack(piece);
    }
    response.end();
  } catch {
    response.destroy();
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
