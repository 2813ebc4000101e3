import { readdir, rename, stat, unlink } from "node:fs/promises";
import type { Places } from "./folder-places";
import type { Blob, Removal } from "./storage";
import { ignoreMissing } from "./system-error";

/** How long a blob may be on its way out before whoever took it there is taken for dead, in milliseconds. */
const leavingAge = 10 * 60_000;

/**
 * Removes blobs that nobody uses. Each is taken from its place first, then its age is looked at and `named`
 * is asked, and only then it goes: whoever puts or keeps it before finds it young here and it is brought
 * back, and whoever does so after puts a file of their own in its place.
 */
export async function removeFrom(
  places: Places,
  sha256s: readonly string[],
  { before, named }: Removal,
): Promise<Blob[]> {
  const out: Blob[] = [];
  for (const sha256 of sha256s)
    try {
      await rename(places.of(sha256), places.leavingOf(sha256));
      const { size, mtime } = await stat(places.leavingOf(sha256));
      if (mtime < before) out.push({ sha256, bytes: size });
      else await places.bringBack(sha256);
    } catch (error) {
      ignoreMissing(error);
    }
  try {
    const used = await named(out.map(({ sha256 }) => sha256));
    const unused = out.filter(({ sha256 }) => !used.has(sha256));
    for (const { sha256 } of unused) await unlink(places.leavingOf(sha256)).catch(ignoreMissing);
    return unused;
  } finally {
    for (const { sha256 } of out) await places.bringBack(sha256);
  }
}

/** Brings back what a removal that was cut off has left outside of its place. */
export async function returnLeaving(places: Places): Promise<void> {
  const names = await readdir(places.leaving).catch((error: unknown) => (ignoreMissing(error), []));
  for (const sha256 of names) {
    const moved = await stat(places.leavingOf(sha256)).then(
      ({ ctimeMs }) => ctimeMs,
      () => null,
    );
    if (moved !== null && Date.now() - moved > leavingAge) await places.bringBack(sha256);
  }
}
