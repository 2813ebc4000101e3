// `npm run check`: what can be said of the source without building it. `npm test` begins with it.
import { ensureClients, ensureInstalled, ensureRouteTypes, pinnedNode, requireNode, run } from "./set-up.mjs";

export const checks = [
  ["formatting", ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn", "."]],
  ["types", ["node_modules/typescript/bin/tsc", "-p", "."]],
  ["lint", ["node_modules/eslint/bin/eslint.js", "."]],
  ["architecture", ["node_modules/vitest/vitest.mjs", "run", "--project=house", "--reporter=dot"]],
];

if (process.argv[1] === import.meta.filename) {
  requireNode();
  await ensureInstalled({ tests: true });
  await ensureClients();
  await ensureRouteTypes();
  let failed = 0;
  for (const [name, args] of checks) {
    const started = performance.now();
    const { code } = await run(pinnedNode, args);
    if (code !== 0) failed += 1;
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    console.log(`${name}: ${code === 0 ? "passed" : "failed"} in ${seconds} s`);
  }
  process.exit(failed > 0 ? 1 : 0);
}
