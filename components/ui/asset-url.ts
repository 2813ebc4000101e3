type Asset =
  "editor.js" | "editor.css" | "editor-worker.js" | "transpile.js" | "types.json" | "live.js" | "together.js";

/** Names of the bundles as they were built; the bundler puts them in here. */
const names = JSON.parse(process.env.ASSETS ?? "{}") as Partial<Record<Asset, string>>;

/** The address of a bundle beside the pages' own scripts; its name carries a hash of its content. */
export function assetUrl(asset: Asset): string {
  return `/assets/${names[asset] ?? asset}`;
}
