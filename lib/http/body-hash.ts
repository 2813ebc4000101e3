import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";

/**
 * Hashes a body while somebody else reads it; nothing is held. A form that is sent again has another
 * boundary between its parts, so the boundary does not count.
 *
 * @returns SHA-256 in hex once the body has ended; null when it was cut off
 */
export function hashWhileRead(body: IncomingMessage): Promise<string | null> {
  const digest = digestWithout(boundaryOf(body.headers["content-type"]));
  return new Promise((resolve) => {
    body.pause(); // a listener alone would let it flow before its reader is there
    body.on("data", digest.update);
    body.once("end", () => resolve(digest.end()));
    body.once("close", () => resolve(null));
  });
}

/** The boundary between the parts of a form; null for any other body. */
export function boundaryOf(contentType: string | undefined): string | null {
  const [, quoted, bare] =
    contentType?.match(/^multipart\/form-data\b.*?;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i) ?? [];
  return quoted ?? bare ?? null;
}

/**
 * A digest of bytes in pieces of any size, with `left out` read as one and the same mark wherever it stands.
 */
export function digestWithout(leftOut: string | null) {
  const hash = createHash("sha256");
  const mark = leftOut === null ? null : Buffer.from(leftOut);
  let tail: Buffer = Buffer.alloc(0);
  return {
    update(piece: Buffer): void {
      if (mark === null) return void hash.update(piece);
      const bytes = Buffer.concat([tail, piece]);
      let from = 0;
      for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, from)) {
        hash.update(bytes.subarray(from, at)).update("\0");
        from = at + mark.length;
      }
      const sure = Math.max(from, bytes.length - mark.length + 1); // what follows may be the mark's beginning
      hash.update(bytes.subarray(from, sure));
      tail = bytes.subarray(sure);
    },
    end: (): string => hash.update(tail).digest("hex"),
  };
}
