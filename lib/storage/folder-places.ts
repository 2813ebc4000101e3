import type { Stats } from "node:fs";
import { rename, stat, unlink, utimes } from "node:fs/promises";
import path from "node:path";
import { notKept, requireAddress } from "./address";
import { hasCode, ignoreMissing } from "./system-error";

/** Where blobs lie in a folder: `ab/abcdef…`, or `leaving/` while one is looked at for removal. */
export type Places = ReturnType<typeof placesIn>;

/** The places of a folder of blobs. */
export function placesIn(root: string) {
  const of = (sha256: string) => path.join(root, requireAddress(sha256).slice(0, 2), sha256);
  const leavingOf = (sha256: string) => path.join(root, "leaving", requireAddress(sha256));

  /** Where a blob is now, and what the system says of it. @throws {AppError} NOT_FOUND */
  async function find(sha256: string): Promise<{ place: string; stats: Stats }> {
    for (const place of [of(sha256), leavingOf(sha256), of(sha256)])
      try {
        return { place, stats: await stat(place) };
      } catch (error) {
        if (!hasCode(error, "ENOENT")) throw error;
      }
    throw notKept(sha256);
  }

  /** Brings back what was on its way out, unless it was put again meanwhile. */
  async function bringBack(sha256: string): Promise<void> {
    const isThere = await stat(of(sha256)).then(
      () => true,
      (error: unknown) => (ignoreMissing(error), false),
    );
    if (isThere) await unlink(leavingOf(sha256)).catch(ignoreMissing);
    else await rename(leavingOf(sha256), of(sha256)).catch(ignoreMissing);
  }

  /** Makes a blob young; one on its way out comes back. @throws {AppError} NOT_FOUND */
  async function keep(sha256: string): Promise<void> {
    const touch = () => utimes(of(sha256), new Date(), new Date());
    await touch().catch(async (error: unknown) => {
      ignoreMissing(error);
      await bringBack(sha256);
      await touch().catch((again: unknown) => {
        ignoreMissing(again);
        throw notKept(sha256);
      });
    });
  }

  return { root, leaving: path.join(root, "leaving"), of, leavingOf, find, bringBack, keep };
}
