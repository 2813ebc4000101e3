/**
 * What a request wants of a file: all of it, bytes from `start` up to `end`, or bytes that it does not have.
 */
export type Wanted = "whole" | "unsatisfiable" | { start: number; end: number };

/**
 * Reads the header `Range` for a file of `bytes` bytes. Several ranges at once,
 * and what is no range of bytes, get the whole file, as HTTP allows.
 *
 * @param ifRange the header `If-Range`: a range is only good for the file that the client has begun
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-range-requests
 */
export function wantedRange(
  range: string | undefined,
  { bytes, etag, ifRange }: { bytes: number; etag: string; ifRange?: string | undefined },
): Wanted {
  const [, first, last] = range?.match(/^bytes=(\d*)-(\d*)$/) ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return "whole";
  if (ifRange !== undefined && ifRange !== etag) return "whole";
  const start = first === "" ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? bytes : Math.min(bytes, Number(last) + 1);
  if (first !== "" && last !== "" && Number(first) > Number(last)) return "whole";
  return start < end ? { start, end } : "unsatisfiable";
}

/** Whether a client that sends `If-None-Match` has the file already. */
export function hasAlready(ifNoneMatch: string | undefined, etag: string): boolean {
  return (
    ifNoneMatch?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag || tag.trim() === "*") ??
    false
  );
}
