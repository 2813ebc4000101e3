import { lookup as resolveName } from "node:dns/promises";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { AppError } from "@/lib/errors";

/** Networks that are nobody's address on the internet. @see https://www.iana.org/assignments/iana-ipv4-special-registry */
const inner4: [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];
/** Also those that carry an inner IPv4 address inside: 6to4, NAT64, Teredo, mapped. */
const inner6: [string, number][] = [
  ["::", 8],
  ["64:ff9b::", 32],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
];
const inner = new BlockList();
for (const [network, bits] of inner4) inner.addSubnet(network, bits, "ipv4");
for (const [network, bits] of inner6) inner.addSubnet(network, bits, "ipv6");

/** Whether an address lies on the internet, and not inside somebody's network. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && !inner.check(address, version === 4 ? "ipv4" : "ipv6");
}

type Guard = { allowPrivate: boolean };

/**
 * A place that a user names for the server to call: https on the internet, unless the administrator
 * allowed more when starting the server.
 *
 * @throws {AppError} INVALID
 */
export async function requirePublicTarget(text: string, { allowPrivate }: Guard): Promise<URL> {
  const url = URL.canParse(text) ? new URL(text) : null;
  const schemes = allowPrivate ? ["https:", "http:"] : ["https:"];
  if (!url || !schemes.includes(url.protocol))
    throw new AppError(
      "INVALID",
      `Invalid URL ${JSON.stringify(text.slice(0, 200))}: expected an address that begins with https://.`,
    );
  if (url.username || url.password)
    throw new AppError("INVALID", "An address must not hold a name or a password; give them apart.");
  if (!allowPrivate) await publicAddress(url.hostname.replace(/^\[|\]$/g, ""));
  return url;
}

async function publicAddress(host: string): Promise<{ address: string; family: number }> {
  const found = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await resolveName(host, { all: true }).catch(() => []);
  if (found.length === 0) throw new AppError("INVALID", `The host ${host} cannot be found.`);
  const hidden = found.find(({ address }) => !isPublicAddress(address));
  if (hidden)
    throw new AppError(
      "INVALID",
      `The host ${host} is at ${hidden.address}, inside a private network. The administrator can allow this with PERIHELION_ALLOW_PRIVATE_TARGETS=true.`,
    );
  return found[0]!;
}

/** Finds a host's address for a connection, and refuses an inner one: a name may have moved since it was checked. */
export function guardedLookup(allowPrivate: boolean): LookupFunction {
  return (host, options, done) => {
    const found = allowPrivate ? resolveName(host) : publicAddress(host);
    found.then(
      ({ address, family }) =>
        options.all ? done(null, [{ address, family }]) : done(null, address, family),
      (error: Error) => done(error, "", 4),
    );
  };
}

const milliseconds = 10_000;
const answerBytes = 64 * 1_024;

/**
 * Sends a body to a user's place. The address is checked again when it is dialled, because a name may
 * have moved since; redirects are not followed.
 *
 * @throws {AppError} INVALID for an inner address; UNAVAILABLE or TIMEOUT when nothing answers
 */
export async function postTo(
  target: string,
  { body, headers, allowPrivate }: Guard & { body: string; headers: Record<string, string> },
): Promise<{ status: number; text: string }> {
  const url = await requirePublicTarget(target, { allowPrivate });
  const lookup = guardedLookup(allowPrivate);
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(
        error instanceof AppError
          ? error
          : new AppError(
              /Timeout|Abort/.test(error.name) ? "TIMEOUT" : "UNAVAILABLE",
              `${url.host} did not take the call: ${error.message}`,
            ),
      );
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(
      url,
      {
        method: "POST",
        headers: {
          ...headers,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
        },
        lookup,
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
