import type { FastifyInstance, FastifyRequest } from "fastify";
import { plainBody } from "@/lib/http/body-bounds";
import { requireShape } from "@/lib/http/json-shape";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { readBody } from "./read-body";

/**
 * Reads JSON bodies within the bounds of their routes: bytes while they come,
 * keys and levels before they are parsed.
 */
export function readJsonWithinBounds(server: FastifyInstance): void {
  server.removeContentTypeParser("application/json");
  server.addContentTypeParser("application/json", async (request: FastifyRequest) => {
    const { bytes, keys } = request.routeOptions.config.body ?? plainBody;
    const tooLarge = `The body may have at most ${bytes / 2 ** 10} kB.`;
    if (Number(request.headers["content-length"] ?? 0) > bytes) throw new AppError("TOO_LARGE", tooLarge);
    const text = await readBody(request.raw, bytes, tooLarge);
    if (text.length === 0) return undefined;
    requireShape(text, { depth: limits.jsonDepth, keys });
    try {
      return JSON.parse(text.toString("utf8")) as unknown;
    } catch {
      throw new AppError("INVALID", "The request's body is no JSON.");
    }
  });
}
