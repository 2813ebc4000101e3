// The declarations that cells are checked against: TypeScript's own and those of the libraries that every
// cell knows. One file of JSON, path to text, which the notebook's language worker reads when it is asked.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const packages = ["arquero", "@observablehq/plot", "@types/d3", "@types/geojson"];
const core =
  /^lib\.(es\d+|es20\d\d\..*|es5|es6|esnext|esnext\..*|decorators|decorators\.legacy|dom|dom\..*)\.d\.ts$/;

/**
 * All declarations, by the path at which the language worker finds them.
 *
 * @returns {Record<string, string>}
 */
export function typeLibraries() {
  /** @type {Record<string, string>} */
  const files = {};
  const take = (file) => (files[`/${file}`] = readFileSync(file, "utf8"));
  for (const file of readdirSync("node_modules/typescript/lib"))
    if (core.test(file)) take(`node_modules/typescript/lib/${file}`);
  const d3 = readdirSync("node_modules/@types").filter((name) => name.startsWith("d3-"));
  for (const name of [...packages, ...d3.map((part) => `@types/${part}`)]) takePackage(name, take);
  return files;
}

function takePackage(name, take) {
  const folder = `node_modules/${name}`;
  if (!existsSync(folder)) throw new Error(`The declarations of ${name} are not installed.`);
  take(`${folder}/package.json`);
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    if (file.endsWith(".d.ts") && !file.includes(`node_modules${path.sep}`))
      take(path.posix.join(folder, file.split(path.sep).join("/")));
}
