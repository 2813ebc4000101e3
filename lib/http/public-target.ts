import { lookup as resolveName } from "node:dns/promises";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { AppError } from "@/lib/errors";
import { isPublicAddress } from "./public-address";

type Address = { address: string; family: number };
/** Finds all addresses of a host. */
export type Resolve = (host: string, options: { all: true }) => Promise<Address[]>;
/** Whether inner addresses may be called, and how names are looked up. */
export type Guard = { allowPrivate: boolean; resolve?: Resolve };

const milliseconds = 10_000;
const answerBytes = 64 * 1_024;

/**
 * A place that a user names for the server to call: https on the internet, unless the administrator
 * allowed more when starting the server.
 *
 * @throws {AppError} INVALID; TIMEOUT when its name cannot be looked up in time
 */
export async function requirePublicTarget(
  text: string,
  { allowPrivate, resolve = resolveName }: Guard,
): Promise<URL> {
  const url = URL.canParse(text) ? new URL(text) : null;
  const schemes = allowPrivate ? ["https:", "http:"] : ["https:"];
  if (!url || !schemes.includes(url.protocol))
    throw new AppError(
      "INVALID",
      `Invalid URL ${JSON.stringify(told(text))}: expected an address that begins with https://.`,
    );
  if (url.username || url.password)
    throw new AppError("INVALID", "An address must not hold a name or a password; give them apart.");
  if (allowPrivate) return url;
  if (url.port !== "" && Number(url.port) < 1_024)
    throw new AppError("INVALID", `Port ${url.port} is not one of the web: use 443, or one above 1023.`);
  await publicAddresses(url.hostname.replace(/^\[|\]$/g, ""), resolve);
  return url;
}

/** An address as sentences name it: cut, and without its query, in which tokens and signatures stand. */
function told(text: string): string {
  return text.replace(/[?#][^]*$/, "").slice(0, 200);
}

/**
 * Refuses a host, given by name or address, that lies inside a private network, unless the administrator
 * allowed it.
 *
 * @throws {AppError} INVALID; TIMEOUT when its name cannot be looked up in time
 */
export async function requirePublicHost(
  host: string,
  { allowPrivate, resolve = resolveName }: Guard,
): Promise<void> {
  if (!allowPrivate) await publicAddresses(host.replace(/^\[|\]$/g, ""), resolve);
}

async function publicAddresses(host: string, resolve: Resolve): Promise<Address[]> {
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await addressesOf(host, resolve);
  if (found.length === 0) throw new AppError("INVALID", `The host ${host} cannot be found.`);
  const hidden = found.find(({ address }) => !isPublicAddress(address));
  if (hidden)
    throw new AppError(
      "INVALID",
      `The host ${host} is at ${hidden.address}, inside a private network. ` +
        "The administrator can allow this with PERIHELION_ALLOW_PRIVATE_TARGETS=true.",
    );
  return found;
}

/**
 * The addresses of a host; none when nobody knows it. The system's own search may take longer than we wait.
 */
function addressesOf(host: string, resolve: Resolve): Promise<Address[]> {
  return new Promise((settle, reject) => {
    const late = new AppError("TIMEOUT", `The host ${host} was not found in time. Try again later.`);
    const timer = setTimeout(() => reject(late), milliseconds);
    resolve(host, { all: true })
      .then(settle, () => settle([]))
      .finally(() => clearTimeout(timer));
  });
}

/**
 * Finds a host's addresses for a connection, and refuses inner ones: a name may have moved since it was
 * checked. What was checked here is what is dialled.
 */
export function guardedLookup(allowPrivate: boolean, resolve: Resolve = resolveName): LookupFunction {
  return (host, options, done) => {
    const found = allowPrivate ? resolve(host, { all: true }) : publicAddresses(host, resolve);
    found.then(
      (all) => (options.all ? done(null, all) : done(null, all[0]!.address, all[0]!.family)),
      (error: Error) => done(error, "", 4),
    );
  };
}

/**
 * Sends a body to a user's place. The address is checked again when it is dialled, because a name may
 * have moved since; redirects are not followed.
 *
 * @throws {AppError} INVALID for an inner address; UNAVAILABLE or TIMEOUT when nothing answers
 */
export async function postTo(
  target: string,
  { body, headers, ...guard }: Guard & { body: string; headers: Record<string, string> },
): Promise<{ status: number; text: string }> {
  const url = await requirePublicTarget(target, guard);
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(refusalOf(error, url));
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(
      url,
      {
        method: "POST",
        headers: {
          ...headers,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
        },
        lookup: guardedLookup(guard.allowPrivate, guard.resolve),
        agent: false, // a kept connection would pass by the check
        signal: AbortSignal.timeout(milliseconds),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes <= answerBytes) chunks.push(chunk);
        });
        response.on("error", fail);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
        );
      },
    );
    request.on("error", fail);
    request.end(body);
  });
}

function refusalOf(error: Error, { host }: URL): AppError {
  if (error instanceof AppError) return error;
  return new AppError(
    /Timeout|Abort/.test(error.name) ? "TIMEOUT" : "UNAVAILABLE",
    `${host} did not take the call: ${error.message}`,
  );
}
