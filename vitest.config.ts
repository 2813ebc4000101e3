import path from "node:path";
import { defineConfig } from "vitest/config";

/** `house` reads the source alone; `fast` needs databases; `long` kills servers and drives real clients. */
export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname) } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: "house", include: ["tests/architecture.test.ts", "tests/house.test.ts"] },
      },
      {
        extends: true,
        test: {
          name: "fast",
          globalSetup: "tests/global-setup.ts",
          include: [
            "lib/**/*.test.ts",
            "components/**/*.test.ts",
            "server/**/*.test.ts",
            "engine/**/*.test.ts",
            "worker/**/*.test.ts",
            "kernel/**/*.test.ts",
            "tests/*.test.ts",
            "tests/api/*.test.ts",
            "tests/tracking/*.test.ts",
          ],
          exclude: ["tests/architecture.test.ts", "tests/house.test.ts", "tests/tracking/clients.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "long",
          globalSetup: "tests/global-setup.ts",
          include: ["tests/faults/*.test.ts", "tests/parity/*.test.ts", "tests/tracking/clients.test.ts"],
        },
      },
    ],
  },
});
