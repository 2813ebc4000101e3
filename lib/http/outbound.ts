import { get as getHttp } from "node:http";
import { get as getHttps } from "node:https";
import { AppError } from "@/lib/errors";

/**
 * Reads a JSON document from elsewhere, within a time and a size.
 *
 * @throws {AppError} UNAVAILABLE when nothing answers; TIMEOUT; TOO_LARGE; INVALID when it is no JSON
 */
export function fetchJson(
  address: string,
  { timeout, maxBytes }: { timeout: number; maxBytes: number },
): Promise<unknown> {
  const url = new URL(address);
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? getHttps : getHttp)(
      url,
      { headers: { accept: "application/json" }, signal: AbortSignal.timeout(timeout) },
      (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > maxBytes)
            request.destroy(
              new AppError("TOO_LARGE", `${url.host} sent more than ${Math.round(maxBytes / 2 ** 20)} MB.`),
            );
          else chunks.push(chunk);
        });
        response.on("error", (error) => reject(unreachable(url, error)));
        response.on("end", () => {
          if (response.statusCode !== 200)
            reject(
              new AppError("UNAVAILABLE", `${url.host} answered ${response.statusCode}. Try again later.`),
            );
          else resolve(parse(Buffer.concat(chunks).toString("utf8"), url).catch(reject));
        });
      },
    );
    request.on("error", (error) => reject(unreachable(url, error)));
  });
}

async function parse(text: string, url: URL): Promise<unknown> {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new AppError("INVALID", `${url.host} sent something that is not JSON.`);
  }
}

function unreachable(url: URL, error: Error): AppError {
  if (error instanceof AppError) return error;
  if (error.name === "AbortError" || error.name === "TimeoutError")
    return new AppError("TIMEOUT", `${url.host} did not answer in time. Try again later.`);
  return new AppError(
    "UNAVAILABLE",
    `This machine cannot reach ${url.host}. Connect it to the internet, or upload a file.`,
  );
}
