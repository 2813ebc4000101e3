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

/** Whether an address is that of a trusted proxy. */
export function isTrusted(address: string, proxies: TrustedProxies): boolean {
  if (!ipaddr.isValid(address)) return false;
  const known = ipaddr.process(address);
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
  while (isTrusted(address, proxies) && ipaddr.isValid(chain.at(-1) ?? "")) address = chain.pop()!;
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}
