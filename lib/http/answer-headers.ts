/** What browsers may do with an answer, whoever gave it; an answer that knows better says so itself. */
type Kind = {
  /** A page of ours, whose scripts carry this number used once; null for the answers of machines. */
  nonce: string | null;
  /** Whether the sender reached us by https. */
  encrypted: boolean;
  /** Next's development server evaluates what it reloads. */
  development?: boolean;
};

const unused = [
  "accelerometer",
  "autoplay",
  "browsing-topics",
  "camera",
  "display-capture",
  "encrypted-media",
  "geolocation",
  "gyroscope",
  "hid",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "screen-wake-lock",
  "serial",
  "usb",
  "xr-spatial-tracking",
];

/** The headers of an answer that says nothing of its own. */
export function answerHeaders({ nonce, encrypted, development = false }: Kind): Record<string, string> {
  return {
    "content-security-policy": nonce === null ? machinePolicy : pagePolicy(nonce, development),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": unused.map((name) => `${name}=()`).join(", "),
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    ...(encrypted ? { "strict-transport-security": "max-age=31536000" } : {}),
  };
}

/** Data is for programs: shown as a document it does nothing and is framed by nobody. */
const machinePolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * A page runs the scripts that the server names and what those load; styles may stand in it, because the
 * editor writes its own. The notebook's frame may not lead the page's person elsewhere, and nobody frames us.
 */
function pagePolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
