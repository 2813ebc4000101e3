// What esbuild makes: the programs of the server side, and the scripts of the notebook that Next does not
// bundle. Their names carry a hash of their content (not while developing), and `public/assets/names.json`
// says which name each has now; next.config.mjs and the server read it.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { typeLibraries } from "./type-libraries.mjs";

export const programs = {
  entryPoints: {
    server: "server/main.ts",
    worker: "worker/main.ts",
    job: "worker/job-main.ts",
    probe: "worker/probe-main.ts",
    grower: "worker/grow-part.ts",
    engine: "engine/main.ts",
    scorer: "engine/scorer.ts",
  },
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node24",
  packages: "external",
  sourcemap: true,
  logLevel: "warning",
  tsconfig: "tsconfig.json",
};

/** The functions that stand behind a recipe shown as TypeScript: one text that needs nothing else. */
export const rowRuntime = {
  entryPoints: { "row-runtime": "lib/datasets/export/row-runtime.ts" },
  outdir: "dist",
  bundle: true,
  minify: true,
  platform: "neutral",
  format: "iife",
  globalName: "runtime",
  target: "es2022",
  logLevel: "warning",
  tsconfig: "tsconfig.json",
};

/** Modules of Node's that reach a file, an address or another process, and a client of sockets. */
const modules = "child_process|cluster|dgram|dns|fs|http2?|https|inspector|net|tls|vm|worker_threads";
const reaching = new RegExp(`^(node:)?(${modules})(/.*)?$|^ws$`);

/**
 * What runs cells without a page: one file that holds no code that could reach anything. Libraries that ask
 * for such a module get one in which nothing is.
 */
export const notebookRunner = {
  ...programs,
  entryPoints: { "notebook-runner": "worker/notebook/runner/main.ts" },
  packages: "bundle",
  sourcemap: false,
  plugins: [
    {
      name: "reaches-nothing",
      setup(build) {
        build.onResolve({ filter: reaching }, ({ path }) => ({ path, namespace: "nothing" }));
        build.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({
          contents: "class Nothing {} module.exports = { isIP: () => 0, Script: Nothing, promises: {} };",
          loader: "js",
        }));
      },
    },
  ],
};

const folder = "public/assets";
const browser = {
  bundle: true,
  platform: "browser",
  target: "es2022",
  logLevel: "warning",
  outdir: folder,
  loader: { ".ttf": "file", ".woff2": "file", ".txt": "text" },
  metafile: true,
};

/** The declarations that cells are checked against, as one file. */
function writeTypes(hashed) {
  const text = JSON.stringify(typeLibraries());
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
  const name = hashed ? `types-${hash}.json` : "types.json";
  writeFileSync(path.join(folder, name), text);
  return name;
}

/** Bundles the notebook's frame, its transpiler and its editor, and notes their names. */
export async function bundleAssets({ hashed }) {
  mkdirSync(folder, { recursive: true });
  const names = {};
  const bundle = async (name, entry, format, define = {}) => {
    const { metafile } = await build({
      ...browser,
      minify: hashed,
      entryNames: hashed ? "[name]-[hash]" : "[name]",
      assetNames: hashed ? "[name]-[hash]" : "[name]",
      entryPoints: { [name]: entry },
      format,
      define,
    });
    for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
      const made = path.basename(file);
      if (entryPoint) names[`${name}.js`] = made;
      else if (made.endsWith(".css")) names[`${name}.css`] = made;
      else names[made] = made;
    }
  };
  await bundle("frame", "components/notebooks/frame/main.ts", "iife");
  await bundle("live", "components/live/shared-stream.ts", "iife");
  await bundle("transpile", "components/notebooks/transpile-worker.ts", "iife");
  names["types.json"] = writeTypes(hashed);
  await bundle("editor-worker", "monaco-editor/editor/editor.worker.js", "iife");
  await bundle("together", "components/notebooks/together/join-notebook.ts", "esm");
  await bundle("editor", "components/notebooks/editor/monaco.ts", "esm", {
    "process.env.ASSETS": JSON.stringify(JSON.stringify(names)),
  });
  writeFileSync(path.join(folder, "names.json"), JSON.stringify(names));

  const current = new Set(["names.json", ...Object.values(names)]);
  for (const file of readdirSync(folder))
    if (!current.has(file.replace(/\.(br|gz)$/, ""))) rmSync(path.join(folder, file));
}
