import { createHash, createHmac } from "node:crypto";

type Signed = {
  url: URL;
  region: string;
  accessKey: string;
  secretKey: string;
  at: Date;
  /** More headers that are signed, in lower case. */
  headers?: Record<string, string>;
};

/** SHA-256 of nothing: a GET has no body. */
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * The headers that sign a GET of an object by AWS's Signature Version 4.
 *
 * @param url its address, with the key as `objectPath` writes it
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function signGet({
  url,
  region,
  accessKey,
  secretKey,
  at,
  headers = {},
}: Signed): Record<string, string> {
  const time = at.toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const day = time.slice(0, 8);
  const own = { ...headers, "x-amz-content-sha256": emptyHash, "x-amz-date": time };
  const all = Object.entries({ ...own, host: url.host }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = all.map(([name]) => name).join(";");
  const lines = all.map(([name, value]) => `${name}:${value.trim()}\n`).join("");
  const request = ["GET", url.pathname, "", lines, names, emptyHash].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const hash = createHash("sha256").update(request).digest("hex");
  const key = ["s3", "aws4_request"].reduce(hmac, hmac(hmac(`AWS4${secretKey}`, day), region));
  const signature = hmac(key, ["AWS4-HMAC-SHA256", time, scope, hash].join("\n")).toString("hex");
  const parts = [`Credential=${accessKey}/${scope}`, `SignedHeaders=${names}`, `Signature=${signature}`];
  const authorization = `AWS4-HMAC-SHA256 ${parts.join(",")}`;
  return { ...own, authorization };
}

/** A key as a path: every character but letters, digits and -._~/ as AWS escapes it. */
export function objectPath(key: string): string {
  const escape = (one: string) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`;
  return key
    .split("/")
    .map((part) => encodeURIComponent(part).replaceAll(/[!'()*]/g, escape))
    .join("/");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
