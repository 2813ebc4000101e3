import ipaddr from "ipaddr.js";

/**
 * What IANA has given out for the internet so far.
 * @see https://www.iana.org/assignments/ipv6-address-space
 */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");
/** IPv4 addresses as a network that speaks IPv6 alone writes them (RFC 6052). */
const translated = ipaddr.IPv6.parseCIDR("64:ff9b::/96");

/**
 * Whether an address lies on the internet, and not inside somebody's network. An IPv6 address that stands
 * for an IPv4 address is as public as that one; those of tunnels are not.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.process(address); // mapped IPv4 addresses are IPv4 from here on
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === "unicast";
  if (parsed.match(translated))
    return isPublicAddress(ipaddr.fromByteArray(parsed.toByteArray().slice(12)).toString());
  return parsed.range() === "unicast" && parsed.match(globalUnicast);
}
