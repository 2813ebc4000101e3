import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";

const tops = ["app", "components", "lib", "server", "engine", "worker"];
const startedFiles = [
  "scripts/start.mjs",
  "scripts/set-up.mjs",
  "scripts/build.mjs",
  "scripts/generate.mjs",
  "next.config.mjs",
  "postcss.config.mjs",
];
const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
  dependencies: Record<string, string>;
};

/** Next stands in for it while it builds. */
const broughtByNext = "server-only";

/** Packages that a file loads; a type import loads nothing. */
function packagesOf(file: string): string[] {
  const text = readFileSync(file, "utf8").replaceAll(/^import type .*$/gm, "");
  const names = [
    ...text.matchAll(/(?:\bfrom |\bimport |\bimport\(|\brequire\()"([^"./@][^"]*|@[^"/][^"]*)"/g),
  ].map(([, name]) => name!);
  const paths = [...text.matchAll(/"node_modules\/((?:@[^/"]+\/)?[^/"]+)\//g)].map(([, name]) => name!);
  return [...names, ...paths]
    .filter((name) => !isBuiltin(name) && name !== broughtByNext)
    .map((name) =>
      name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/"),
    );
}

test("what npm start builds and runs loads only packages that npm start installs", () => {
  const sources = tops
    .flatMap((top) =>
      readdirSync(top, { recursive: true, encoding: "utf8" }).map((file) => path.join(top, file)),
    )
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
  const loaded = [...sources, ...startedFiles].flatMap((file) =>
    packagesOf(file).map((name) => ({ file, name })),
  );
  expect(new Set(loaded.map(({ name }) => name)).size).toBeGreaterThan(20);
  expect(loaded.filter(({ name }) => !(name in dependencies))).toEqual([]);
});
