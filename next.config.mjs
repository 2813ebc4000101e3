import { existsSync, readFileSync } from "node:fs";

/** Names of what esbuild bundled before (scripts/bundle.mjs); in pages, `assetUrl` reads them. */
const names = "public/assets/names.json";
// types of pages are made before there are any
const ASSETS = existsSync(names) ? readFileSync(names, "utf8") : "{}";

/** @type {import("next").NextConfig} */
export default {
  serverExternalPackages: [
    "@libsql/client",
    "libsql",
    "@prisma/adapter-libsql",
    "@prisma/adapter-pg",
    "pg",
    "@node-rs/argon2",
  ],
  typescript: { ignoreBuildErrors: true }, // `npm test` checks types; a start need not
  experimental: { authInterrupts: true, optimizePackageImports: ["lucide-react"] },
  poweredByHeader: false,
  htmlLimitedBots: /.*/, // the title comes with the page, and never goes while one is made anew
  allowedDevOrigins: ["127.0.0.1", "localhost"],
  env: { ASSETS },
};
