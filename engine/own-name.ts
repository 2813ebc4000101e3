import { randomUUID } from "node:crypto";

/** A name for a file that a request makes and clears away, in a folder that others may work in as well. */
export function ownName(kind: string): string {
  return `${kind}-${randomUUID()}`;
}
