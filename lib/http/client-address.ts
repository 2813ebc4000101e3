import ipaddr from "ipaddr.js";

/** Networks whose word on where a request came from is taken: `127.0.0.1`, `10.0.0.0/8`. */
export type TrustedProxies = readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

/**
 * Reads a list of addresses and networks.
 *
 * @throws {Error} for an entry that is neither
 */
export function trustedProxiesOf(entries: readonly string[]): TrustedProxies {
  return entries.map((entry) => {
    if (entry.includes("/")) return ipaddr.parseCIDR(entry);
    const address = ipaddr.process(entry);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  });
}

/** Addresses that were read lately, because a client asks many times. */
const lately = new Map<string, ipaddr.IPv4 | ipaddr.IPv6 | null>();
const keptAtMost = 1_000;

/** What an address says; null for a text that is none. */
function read(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  let known = lately.get(address);
  if (known === undefined) {
    known = ipaddr.isValid(address) ? ipaddr.process(address) : null;
    if (lately.size >= keptAtMost) lately.clear();
    lately.set(address, known);
  }
  return known;
}

/** Whether an address is that of a trusted proxy. */
export function isTrusted(address: string, proxies: TrustedProxies): boolean {
  const known = read(address);
  if (!known) return false;
  return proxies.some(([network, bits]) => network.kind() === known.kind() && known.match(network, bits));
}

/**
 * Where a request came from: the last address that no trusted proxy vouches away. Each proxy adds the one
 * that it was called from at the end, so what a client wrote itself stands before and is not believed.
 *
 * @param peer the other end of the connection
 * @param forwardedFor the header `X-Forwarded-For`
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  proxies: TrustedProxies,
): string {
  const chain = (forwardedFor ?? "").split(",").map((entry) => entry.trim());
  let address = peer;
  while (isTrusted(address, proxies) && read(chain.at(-1) ?? "")) address = chain.pop()!;
  return read(address)?.toString() ?? address;
}
