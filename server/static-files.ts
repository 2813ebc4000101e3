import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import { acceptedEncoding } from "@/lib/http/encoding";

const types: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".map": "application/json",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".ttf": "font/ttf",
};
const endings = { br: ".br", gzip: ".gz" } as const;
const codings = ["br", "gzip"] as const;

type Options = {
  /** The absolute folder that files are taken from, never from outside of it. */
  root: string;
  /** Whether a file of this name can never have other content. */
  isImmutable: (name: string) => boolean;
};

/**
 * Sends a file that belongs to the product, compressed at the build, with an ETag;
 * 304 where it is known already.
 */
export async function sendStatic(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  { root, isImmutable }: Options,
): Promise<unknown> {
  const plain = path.resolve(root, name);
  const type = types[path.extname(plain)];
  if (!plain.startsWith(root + path.sep) || !type || !(await statOf(plain))) return reply.callNotFound();

  const made = (await Promise.all(codings.map((coding) => statOf(plain + endings[coding])))).map(
    (found, i) => found && codings[i]!,
  );
  const coding = acceptedEncoding(
    request.headers["accept-encoding"],
    made.filter((found) => found !== null),
  );
  const file = coding ? plain + endings[coding] : plain;
  const { size, mtimeMs } = (await statOf(file))!;
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  reply
    .header("vary", "accept-encoding")
    .header("etag", etag)
    .header("cache-control", isImmutable(name) ? "public, max-age=31536000, immutable" : "no-cache");
  if (request.headers["if-none-match"]?.split(/\s*,\s*/).includes(etag)) return reply.code(304).send();
  if (coding) void reply.header("content-encoding", coding);
  return reply.type(type).header("content-length", size).send(createReadStream(file));
}

async function statOf(file: string): Promise<{ size: number; mtimeMs: number } | null> {
  const found = await stat(file).catch(() => null);
  return found?.isFile() ? found : null;
}
