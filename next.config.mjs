import { readFileSync } from "node:fs";

/** Names of what esbuild bundled before (scripts/bundle.mjs); in pages, `assetUrl` reads them. */
const ASSETS = readFileSync("public/assets/names.json", "utf8");

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
  allowedDevOrigins: ["127.0.0.1", "localhost"],
  env: { ASSETS },
};
