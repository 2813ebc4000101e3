// Compresses what browsers fetch, once at the build instead of once a request: `file.br` and `file.gz` beside
// each `file`. A file whose name carries its hash is compressed once and never again.
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
const worthwhile = /\.(js|css|json|svg|map|txt|html|webmanifest|ttf)$/;

export async function compressFolder(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => path.join(folder, file))
    .filter((file) => worthwhile.test(file) && statSync(file).size > 1_000);
  await Promise.all(files.map(compressFile));
}

async function compressFile(file) {
  if (
    [".br", ".gz"].every(
      (end) => existsSync(file + end) && statSync(file + end).mtimeMs >= statSync(file).mtimeMs,
    )
  )
    return;
  const content = readFileSync(file);
  const params = {
    [zlib.constants.BROTLI_PARAM_QUALITY]: 10,
    [zlib.constants.BROTLI_PARAM_LGWIN]: 22,
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  const [small, larger] = await Promise.all([brotli(content, { params }), gzip(content, { level: 9 })]);
  writeFileSync(`${file}.br`, small);
  writeFileSync(`${file}.gz`, larger);
}
