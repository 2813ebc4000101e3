import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { guardedLookup, requirePublicTarget, type Guard } from "./public-target";

/** Headers of a request, some of them secret: those go to the origin that was asked for and to no other. */
export type GetHeaders = { open: Record<string, string>; secret: Record<string, string> };

type Get = Guard & { headers: GetHeaders; signal: AbortSignal };

/**
 * Asks an address of the web for its content, and follows it where it was moved to, each place looked at
 * before it
 * is asked and again when it is dialled.
 *
 * @returns the answer, whatever its status, with its body yet to be read
 * @throws {AppError} INVALID for a place that may not be asked; UNAVAILABLE or TIMEOUT when nothing answers
 */
export async function getGuarded(
  target: string,
  { headers, signal, ...guard }: Get,
): Promise<{ answer: IncomingMessage; url: URL }> {
  const { origin } = new URL(target);
  let address = target;
  for (let moves = 0; moves <= limits.sourceRedirects; moves++) {
    const url = await requirePublicTarget(address, guard);
    const own = url.origin === origin ? headers.secret : {};
    const answer = await ask(url, { ...guard, signal, headers: { ...headers.open, ...own } });
    const { location } = answer.headers;
    if (![301, 302, 303, 307, 308].includes(answer.statusCode ?? 0) || !location) return { answer, url };
    answer.destroy();
    if (!URL.canParse(location, url))
      throw new AppError("UNAVAILABLE", `${url.host} moved it to an address that is none.`);
    address = new URL(location, url).href;
  }
  throw new AppError("UNAVAILABLE", `${new URL(target).host} moves it on and on.`);
}

function ask(
  url: URL,
  { headers, signal, ...guard }: Guard & { headers: Record<string, string>; signal: AbortSignal },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(
      url,
      {
        headers,
        signal,
        lookup: guardedLookup(guard.allowPrivate, guard.resolve),
        agent: false, // a kept connection would pass by the check
        timeout: limits.sourceStallMilliseconds,
      },
      resolve,
    );
    request.on("timeout", () =>
      request.destroy(new AppError("TIMEOUT", `${url.host} sent nothing for too long.`)),
    );
    request.on("error", (error) => reject(refusalOf(error, url)));
    request.end();
  });
}

function refusalOf(error: Error & { code?: string }, { host }: URL): Error {
  if (error instanceof AppError) return error;
  const refused =
    error.code === "ECONNREFUSED" ? "refused the connection: nothing listens there" : error.message;
  return new AppError("UNAVAILABLE", `${host} cannot be reached: ${refused || error.code}.`);
}
