import { createReadStream, existsSync } from "node:fs";
import path from "node:path";
import type { FastifyInstance } from "fastify";

const types: Record<string, string> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".ttf": "font/ttf",
  ".woff2": "font/woff2",
  ".json": "application/json",
};
const page = `<!doctype html><html><head><meta charset="utf-8"><title>Notebook</title><link rel="stylesheet" href="/assets/frame.css"></head><body><script src="/assets/frame.js"></script></body></html>`;

/**
 * The notebook's frame, a document without origin, and the scripts bundled for it and for the editor.
 * They hold nothing of anybody's, so they need no permission and may be kept by the browser.
 */
export function frameRoutes(server: FastifyInstance): void {
  server.get(
    "/frame/notebook",
    { config: { open: "the notebook's empty frame" } },
    async (request, reply) => {
      const origin = `http://${request.host} https://${request.host}`; // a proxy may speak the one and we the other
      const policy = `sandbox allow-scripts; default-src 'none'; script-src ${origin} 'unsafe-eval'; style-src ${origin} 'unsafe-inline'; font-src ${origin}; img-src data: blob:`;
      return reply.type("text/html").header("content-security-policy", policy).send(page);
    },
  );

  server.get<{ Params: { "*": string } }>(
    "/assets/*",
    { config: { open: "bundled scripts" } },
    async (request, reply) => {
      const root = path.resolve("public/assets");
      const file = path.resolve(root, request.params["*"]);
      const type = types[path.extname(file)];
      if (!file.startsWith(root + path.sep) || !type || !existsSync(file)) return reply.callNotFound();
      const forever = "v" in (request.query as Record<string, unknown>);
      return reply
        .type(type)
        .header("access-control-allow-origin", "*")
        .header("cache-control", forever ? "public, max-age=31536000, immutable" : "no-cache")
        .send(createReadStream(file));
    },
  );
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** Why a route needs no permission; the policy test reads it. */
    open?: string;
  }
}
