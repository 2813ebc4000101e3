import { readFileSync, readdirSync } from "node:fs";
import { request } from "node:http";
import zlib from "node:zlib";
import { expect, test } from "vitest";
import { startInstance } from "../instance";

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer };

/** What a server answers, as it came: `fetch` would decompress it and tidy the path. */
function get(url: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) =>
    request({ hostname, port, path, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          body: Buffer.concat(parts),
        }),
      );
    })
      .on("error", reject)
      .end(),
  );
}

const names = JSON.parse(readFileSync("public/assets/names.json", "utf8")) as Record<string, string>;

test("scripts leave compressed as the browser reads them, once, and are kept for good", async () => {
  const { url } = await startInstance("sqlite");
  for (const name of ["editor.js", "editor.css", "transpile.js", "frame.js"]) {
    expect(names[name]).toMatch(/-[0-9A-Z]{8}\.(js|css)$/);
    const path = `/assets/${names[name]}`;
    const plain = await get(url, path);
    const gzip = await get(url, path, { "accept-encoding": "gzip" });
    const brotli = await get(url, path, { "accept-encoding": "gzip, br" });
    expect(zlib.gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    expect(zlib.brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
    expect(brotli.body.length).toBeLessThan(plain.body.length / 3);
    const etags = [plain, gzip, brotli].map(({ headers }) => headers.etag as string);
    expect(new Set(etags).size).toBe(3);
    for (const { headers } of [plain, gzip, brotli])
      expect(headers).toMatchObject({
        vary: "accept-encoding",
        "cache-control": "public, max-age=31536000, immutable",
        "access-control-allow-origin": "*",
        "x-content-type-options": "nosniff",
      });
    const known = await get(url, path, { "accept-encoding": "br", "if-none-match": `"other", ${etags[2]}` });
    expect([known.status, known.body.length]).toEqual([304, 0]);
  }
});

test("the pages' own scripts and styles are compressed as well", async () => {
  const { url } = await startInstance("sqlite");
  const [script, style] = ["js", "css"].map(
    (end) => readdirSync(".next/static/chunks").filter((file) => file.endsWith(`.${end}`))[0],
  );
  for (const file of [script, style]) {
    const { status, headers } = await get(url, `/_next/static/chunks/${file}`, { "accept-encoding": "br" });
    expect([status, headers["content-encoding"]]).toEqual([200, "br"]);
    expect(headers["cache-control"]).toContain("immutable");
  }
});

test("the frame's page names bundles that are there", async () => {
  const { url } = await startInstance("sqlite");
  const page = (await get(url, "/frame/notebook")).body.toString();
  const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
  expect(addresses).toHaveLength(2);
  for (const address of addresses) expect((await get(url, address)).status).toBe(200);
});

test("no path leads out of the folder", async () => {
  const { url } = await startInstance("sqlite");
  for (const path of [
    "/assets/../../package.json",
    "/assets/%2e%2e/%2e%2e/package.json",
    "/assets/..%2f..%2fpackage.json",
    "/_next/static/../../package.json",
    "/_next/static/..%2fserver%2fmiddleware-manifest.json",
    "/assets//etc/passwd.js",
    "/assets/%00.js",
    "/assets/.",
    "/assets/",
    "/assets/none.js",
  ]) {
    const { status, body } = await get(url, path);
    expect([404, 400], path).toContain(status);
    expect(body.toString()).not.toContain("perihelion");
  }
});
