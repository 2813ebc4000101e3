import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import type { Deps } from "../deps";
import { sendStatic } from "../static-files";

const assets = path.resolve("public/assets");
const pageScripts = path.resolve(".next/static");

/**
 * The notebook's frame, a document without origin, and the scripts of the product. They hold nothing of
 * anybody's, so they need no permission and may be kept by the browser.
 */
export function frameRoutes(server: FastifyInstance, { config }: Pick<Deps, "config">): void {
  server.get(
    "/frame/notebook",
    { config: { open: "the notebook's empty frame" } },
    async (request, reply) => {
      // A proxy may speak https and we http.
      const origin = `http://${request.host} https://${request.host}`;
      const policy =
        `sandbox allow-scripts; default-src 'none'; script-src ${origin} 'unsafe-eval'; ` +
        `script-src-attr 'unsafe-hashes' ${placeholders}; ` +
        `style-src ${origin} 'unsafe-inline'; font-src ${origin}; img-src data: blob:; ` +
        "frame-ancestors 'self'; webrtc 'block'";
      return reply
        .type("text/html")
        .header("content-security-policy", policy)
        .header("x-dns-prefetch-control", "off")
        .send(framePage());
    },
  );

  server.get<{ Params: { "*": string } }>(
    "/assets/*",
    { config: { open: "bundled scripts" } },
    async (request, reply) => {
      void reply.header("access-control-allow-origin", "*"); // the frame has no origin to name
      void reply.header("cross-origin-resource-policy", "cross-origin");
      // A worker lives by the policy of its script: these listen to the event stream, and fetch declarations.
      if (/^(live|transpile)(-\w+)?\.js$/.test(request.params["*"]))
        void reply.header("content-security-policy", "default-src 'none'; connect-src 'self'");
      const isImmutable = (name: string) => /-[0-9A-Z]{8}\.\w+$/.test(name);
      return sendStatic(request, reply, request.params["*"], { root: assets, isImmutable });
    },
  );

  if (!config.development)
    server.get<{ Params: { "*": string } }>(
      "/_next/static/*",
      { config: { open: "scripts and styles of the pages" } },
      (request, reply) =>
        sendStatic(request, reply, request.params["*"], { root: pageScripts, isImmutable: () => true }),
    );
}

/**
 * The library behind Inputs writes its templates with a mark where a handler comes, `onsubmit="::2"`, and
 * puts the handler there at once. These marks alone may stand in an attribute; they do nothing.
 */
const placeholders = Array.from({ length: 32 }, (_, i) => {
  const hash = createHash("sha256").update(`::${i}`).digest("base64");
  return `'sha256-${hash}'`;
}).join(" ");

function framePage(): string {
  const names = JSON.parse(readFileSync(path.join(assets, "names.json"), "utf8")) as Record<string, string>;
  return (
    `<!doctype html><html><head><meta charset="utf-8"><title>Notebook</title>` +
    `<link rel="stylesheet" href="/assets/${names["frame.css"]}"></head>` +
    // without an origin of its own the frame hears of errors only in scripts that it fetches with CORS
    `<body><script crossorigin src="/assets/${names["frame.js"]}"></script></body></html>`
  );
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** Why a route needs no permission; the policy test reads it. */
    open?: string;
  }
}
