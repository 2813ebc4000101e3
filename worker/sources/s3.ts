import { AppError } from "@/lib/errors";
import type { ConfigOf, SecretOf } from "@/lib/sources/kinds";
import { objectPath, signGet } from "@/lib/sources/sign-s3";
import type { Ask, Fetched } from "./fetch";
import { conditional, fetchFile } from "./url";

/** Fetches an object by a signed GET, unless the store says that it is the one that it sent before. */
export async function fetchS3(ask: Ask<ConfigOf<"s3">, SecretOf<"s3">>): Promise<Fetched> {
  const { key } = ask.config;
  const url = addressOf(ask.config);
  return fetchFile(ask, {
    address: url.href,
    fileName: key.split("/").at(-1) || null,
    headers: { open: conditional(ask.validators), secret: signed(ask, url) },
  });
}

function addressOf({ endpoint, bucket, key, style }: ConfigOf<"s3">): URL {
  const url = new URL(endpoint);
  if (style === "host") url.host = `${bucket}.${url.host}`;
  url.pathname = style === "host" ? `/${objectPath(key)}` : `/${bucket}/${objectPath(key)}`;
  return url;
}

function signed({ config, secret }: Ask<ConfigOf<"s3">, SecretOf<"s3">>, url: URL): Record<string, string> {
  const { accessKey, region } = config;
  if (!accessKey) return {};
  if (!secret) throw new AppError("INVALID", "The source has an access key, but no secret key. Give it one.");
  return signGet({ url, region, accessKey, secretKey: secret.secretKey, at: new Date() });
}
