/** Types that a file may be sent as: nothing in them acts, whatever opens them. */
const types: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  csv: "text/csv; charset=utf-8",
  tsv: "text/tab-separated-values; charset=utf-8",
  json: "application/json",
  md: "text/markdown; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
  zip: "application/zip",
  gz: "application/gzip",
  pdf: "application/pdf",
};
const plain = /\.(txt|log|ya?ml|py|ts|r|sh|toml|ini|cfg|sql|java)$/i;
const plainNames = new Set(["MLmodel", "Dockerfile", "LICENSE", "README"]);

/**
 * The type by a file's name where that is safe; what may hold scripts, such as HTML and SVG, is only bytes.
 */
export function safeTypeOf(path: string): string {
  const name = path.split("/").at(-1)!;
  if (plain.test(name) || plainNames.has(name)) return "text/plain; charset=utf-8";
  const ending = name.includes(".") ? name.split(".").at(-1)!.toLowerCase() : "";
  return Object.hasOwn(types, ending) ? types[ending]! : "application/octet-stream";
}
