export type FileView = "image" | "html" | "markdown" | "json" | "table" | "text" | "none";

const views: [RegExp, FileView][] = [
  [/\.(png|jpe?g|gif|webp|svg)$/i, "image"],
  [/\.html?$/i, "html"],
  [/\.(md|markdown)$/i, "markdown"],
  [/\.(csv|tsv)$/i, "table"],
  [/\.json$/i, "json"],
  [/\.(txt|log|ya?ml|py|js|ts|r|sh|toml|ini|cfg|xml|env|ipynb|sql|java)$/i, "text"],
  [/(^|\/)(MLmodel|Dockerfile|conda|requirements)$/i, "text"],
];

/** How a file of a run can be looked at, by its name; the rest is for downloading. */
export function viewOf(path: string): FileView {
  return views.find(([pattern]) => pattern.test(path))?.[1] ?? "none";
}

const types: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml",
  html: "text/html; charset=utf-8",
  htm: "text/html; charset=utf-8",
};

/**
 * What a file is sent as when a page shows it. Pictures cannot act; a page of HTML may run its own
 * scripts in an origin of its own that reaches nothing: no network, no cookies, nothing of ours.
 */
export function shownAs(path: string): { type: string; policy: string } | null {
  const type = types[path.split(".").at(-1)?.toLowerCase() ?? ""];
  if (!type) return null;
  const policy = type.startsWith("image/")
    ? "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    : "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; " +
      "style-src 'unsafe-inline'; img-src data: blob:; font-src data:; frame-ancestors 'self'";
  return { type, policy };
}
