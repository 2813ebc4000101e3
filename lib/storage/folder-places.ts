import { randomUUID } from "node:crypto";
import type { Stats } from "node:fs";
import { readdir, rename, stat, unlink, utimes } from "node:fs/promises";
import path from "node:path";
import { notKept, requireAddress } from "./address";
import { ignoreMissing } from "./system-error";

/**
 * Where blobs lie in a folder: `ab/abcdef…`, or `leaving/abcdef….<removal>` while one is looked at for
 * removal.
 */
export type Places = ReturnType<typeof placesIn>;

/** The places of a folder of blobs. */
export function placesIn(root: string) {
  const leaving = path.join(root, "leaving");
  const of = (sha256: string) => path.join(root, requireAddress(sha256).slice(0, 2), sha256);
  const newLeaving = (sha256: string) => path.join(leaving, `${requireAddress(sha256)}.${randomUUID()}`);

  /** Where a blob is on its way out. */
  async function leavingOf(sha256: string): Promise<string[]> {
    const names = await readdir(leaving).catch(ignoreMissing);
    return (names ?? [])
      .filter((name) => name.startsWith(`${sha256}.`))
      .map((name) => path.join(leaving, name));
  }

  /** Where a blob is now, and what the system says of it. @throws {AppError} NOT_FOUND */
  async function find(sha256: string): Promise<{ place: string; stats: Stats }> {
    const look = async (place: string) => {
      const stats = await stat(place).catch(ignoreMissing);
      return stats ? { place, stats } : null;
    };
    const found = await look(of(sha256));
    if (found) return found;
    for (const place of [...(await leavingOf(sha256)), of(sha256)]) {
      const there = await look(place);
      if (there) return there;
    }
    throw notKept(sha256);
  }

  /** Brings one back that was on its way out, unless it was put again meanwhile. */
  async function bringBack(from: string): Promise<void> {
    const place = of(path.basename(from).split(".")[0]!);
    const isThere = await stat(place).catch(ignoreMissing);
    if (isThere) await unlink(from).catch(ignoreMissing);
    else await rename(from, place).catch(ignoreMissing);
  }

  /** Makes a blob young; one on its way out comes back. @throws {AppError} NOT_FOUND */
  async function keep(sha256: string): Promise<void> {
    const touch = () =>
      utimes(of(sha256), new Date(), new Date()).then(
        () => true,
        (error: unknown) => ignoreMissing(error) ?? false,
      );
    if (await touch()) return;
    for (const from of await leavingOf(sha256)) await bringBack(from);
    if (!(await touch())) throw notKept(sha256);
  }

  return { leaving, of, newLeaving, find, bringBack, keep };
}
