import { isIP } from "node:net";

/** The names under which this server may be asked. */
export type OwnHosts = {
  /** Where people reach it, when the administrator said so. */
  publicUrl: URL | null;
  /** More host names; `*.example.com` stands for all below it, `*` for every name. */
  allowedHosts: readonly string[];
};
type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Endings that nobody can register on the internet, so no foreign page can be served under them. */
const privateNames = /(^|\.)(localhost|local|internal|test|home\.arpa)$/;

/**
 * Whether a `Host` is one of ours: an address, a name without a dot, one of a private network, or what the
 * administrator allowed. Any other may be a foreign page's own name that now points here (DNS rebinding).
 */
export function isOwnHost(host: string, { publicUrl, allowedHosts }: OwnHosts): boolean {
  if (!URL.canParse(`http://${host}/`)) return false;
  const { hostname, host: known, username, pathname } = new URL(`http://${host}/`);
  if (username !== "" || pathname !== "/") return false;
  const name = hostname.replace(/\.$/, "");
  return (
    isIP(name.replace(/^\[|\]$/g, "")) !== 0 ||
    !name.includes(".") ||
    privateNames.test(name) ||
    known === publicUrl?.host ||
    name === publicUrl?.hostname ||
    allowedHosts.some((allowed) => matches(name, allowed.toLowerCase()))
  );
}

function matches(name: string, allowed: string): boolean {
  return allowed === "*" || name === allowed || (allowed.startsWith("*.") && name.endsWith(allowed.slice(1)));
}

/**
 * Whether a browser says that a request which changes something comes from another site. Cookies and
 * remembered passwords travel with such a request, so they alone prove nothing; programs say neither.
 *
 * @param host the name by which the sender reached us
 */
export function comesFromElsewhere(
  { method = "GET", headers }: { method?: string | undefined; headers: Headers },
  host: string,
  publicUrl: URL | null,
): boolean {
  if (["GET", "HEAD", "OPTIONS"].includes(method)) return false;
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return true;
  const { origin } = headers;
  return origin !== undefined && !isOwnOrigin(String(origin), host, publicUrl);
}

/** Whether an `Origin` is that of our own pages. */
export function isOwnOrigin(origin: string, host: string, publicUrl: URL | null): boolean {
  if (!URL.canParse(origin) || !URL.canParse(`http://${host}`)) return false;
  const from = new URL(origin);
  if (publicUrl && from.host === publicUrl.host) return from.protocol === publicUrl.protocol;
  const bare = (name: string) => new URL(`${from.protocol}//${name}`).host;
  return /^https?:$/.test(from.protocol) && from.host === bare(host);
}
