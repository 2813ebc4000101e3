import path from "node:path";
import type { FastifyReply } from "fastify";
import { shownAs } from "@/lib/runs/file-view";
import type { Storage } from "@/lib/storage/storage";

type File = { path: string; sha256: string; bytes: number };

/**
 * Sends a user's file, which never acts in the page's name: it downloads, and where a page `shows` it, it
 * may do nothing that reaches beyond itself.
 */
export async function sendFile(reply: FastifyReply, storage: Storage, { path: file, sha256, bytes }: File, shows = false) {
  const content = await storage.stream(sha256); // before any header: a file that is gone is answered as an error
  const shown = shows ? shownAs(file) : null;
  return reply
    .type(shown?.type ?? (file.endsWith(".json") ? "application/json" : "application/octet-stream"))
    .header("content-length", bytes)
    .header("content-security-policy", shown?.policy ?? "sandbox; default-src 'none'")
    .header("content-disposition", `${shown ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(path.posix.basename(file))}`)
    .send(content);
}
