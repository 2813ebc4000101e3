import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { bearerSecret } from "@/lib/auth/basic";
import type { Config } from "@/lib/config";
import { answerHeaders } from "@/lib/http/answer-headers";
import { clientAddress, isTrusted } from "@/lib/http/client-address";
import { comesFromElsewhere, isOwnHost } from "@/lib/http/own-site";
import { problemForBoth } from "@/lib/http/tracking-problem";

/**
 * What every request passes, whoever answers it: the API, the tracking protocol, next-auth or a page. Says
 * in the `X-Forwarded-` headers who asks and by which name, so that nobody behind has to judge them again,
 * gives the answer the headers that every answer has,
 * and turns away what is meant for another server or sent by a page of another site.
 *
 * @returns false when the request has been answered here
 */
export function passFrontDoor(
  request: IncomingMessage,
  response: ServerResponse,
  { config, isPage }: { config: Config; isPage: boolean },
): boolean {
  const { headers } = request;
  const peer = request.socket.remoteAddress ?? "";
  const proxied = isTrusted(peer, config.trustedProxies);
  const host = (proxied && firstOf(headers["x-forwarded-host"])) || (headers.host ?? "");
  headers["x-forwarded-for"] = clientAddress(peer, textOf(headers["x-forwarded-for"]), config.trustedProxies);
  headers["x-forwarded-host"] = host;
  headers["x-forwarded-proto"] = protocolOf(request, host, proxied, config);
  for (const name of ["forwarded", "x-forwarded-port", "x-real-ip"]) delete headers[name];
  headers["x-asked-page"] = askedPage(request.url ?? "/");
  giveHeaders(request, response, { isPage, development: config.development });

  if (/%00/.test(request.url ?? ""))
    return refuse(
      response,
      400,
      "The address has a NUL character (%00), which nothing is called. Take it out.",
    );
  if (![host, headers.host ?? host].every((name) => isOwnHost(name, config))) {
    const allow = "Its administrator can allow it with PERIHELION_PUBLIC_URL or PERIHELION_ALLOWED_HOSTS.";
    return refuse(response, 421, `This server does not answer to the name ${host.slice(0, 200)}. ${allow}`);
  }
  if (!bearerSecret(headers.authorization) && comesFromElsewhere(request, host, config.publicUrl))
    return refuse(response, 403, "This request comes from another site.");
  return true;
}

/** The page that was asked for, also where its parts were asked for by a script. */
function askedPage(url: string): string {
  return url.replace(/[?&]_rsc=[^&]*/, "").slice(0, 2_000);
}

/** Next reads the number for its scripts from the request's policy, and gives it to each of them. */
function giveHeaders(
  { headers }: IncomingMessage,
  response: ServerResponse,
  { isPage, development }: { isPage: boolean; development: boolean },
): void {
  const given = answerHeaders({
    nonce: isPage ? randomBytes(16).toString("base64url") : null,
    encrypted: headers["x-forwarded-proto"] === "https",
    development,
  });
  headers["content-security-policy"] = given["content-security-policy"];
  delete headers["content-security-policy-report-only"];
  for (const [name, value] of Object.entries(given)) response.setHeader(name, value);
}

function protocolOf(
  { headers }: IncomingMessage,
  host: string,
  proxied: boolean,
  { publicUrl }: Config,
): string {
  if (publicUrl && host === publicUrl.host) return publicUrl.protocol.slice(0, -1);
  return proxied && firstOf(headers["x-forwarded-proto"]) === "https" ? "https" : "http";
}

const textOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join(",") : value);
const firstOf = (value: string | string[] | undefined) => textOf(value)?.split(",")[0]!.trim().toLowerCase();

/** Answers as a problem document which tracking clients can read as well; the body stays unread. */
function refuse(response: ServerResponse, status: 400 | 403 | 421, detail: string): false {
  const problem = { ...problemForBoth(status === 400 ? "INVALID" : "FORBIDDEN", detail), status };
  response.writeHead(status, { "content-type": "application/problem+json", connection: "close" });
  response.end(JSON.stringify(problem));
  return false;
}
