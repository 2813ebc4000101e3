import type { Vault } from "@/lib/auth/vault";
import type { Db } from "@/lib/db/client";
import { maskKeyPurpose } from "@/lib/datasets/masked-file";
import { AppError } from "@/lib/errors";
import { parseConfig, sealPurpose } from "./parse";

const atOnce = 100;

/**
 * Seals the secrets of sources, and the keys of hashes, with the first key that were sealed with another, so
 * that a key that was replaced can be thrown away. What cannot be opened stays as it is, and is said.
 *
 * @returns how many were sealed anew, and how many no key opens
 */
export async function resealSecrets(db: Db, vault: Vault): Promise<{ resealed: number; unopened: number }> {
  const counts = { resealed: 0, unopened: 0 };
  for (let after = ""; ;) {
    const sources = await db.source.findMany({
      where: { id: { gt: after }, secret: { not: null } },
      select: { id: true, kind: true, config: true, secret: true },
      orderBy: { id: "asc" },
      take: atOnce,
    });
    for (const { id, kind, config, secret } of sources) {
      if (secret === null || !vault.isOld(secret)) continue;
      const purpose = sealPurpose(id, parseConfig(kind, JSON.parse(config)));
      const text = openOrNull(vault, secret, purpose);
      if (text === null) counts.unopened += 1;
      else {
        // one that was given anew meanwhile is left alone
        const data = { secret: vault.seal(text, purpose) };
        counts.resealed += (await db.source.updateMany({ where: { id, secret }, data })).count;
      }
    }
    if (sources.length < atOnce) break;
    after = sources.at(-1)!.id;
  }
  await resealMaskKeys(db, vault, counts);
  return counts;
}

/** The same for the keys of projects' hashes. */
async function resealMaskKeys(
  db: Db,
  vault: Vault,
  counts: { resealed: number; unopened: number },
): Promise<void> {
  for (let after = ""; ;) {
    const projects = await db.project.findMany({
      where: { id: { gt: after }, maskKey: { not: null } },
      select: { id: true, maskKey: true },
      orderBy: { id: "asc" },
      take: atOnce,
    });
    for (const { id, maskKey } of projects) {
      if (maskKey === null || !vault.isOld(maskKey)) continue;
      const text = openOrNull(vault, maskKey, maskKeyPurpose(id));
      if (text === null) counts.unopened += 1;
      else {
        const data = { maskKey: vault.seal(text, maskKeyPurpose(id)) };
        counts.resealed += (await db.project.updateMany({ where: { id, maskKey }, data })).count;
      }
    }
    if (projects.length < atOnce) return;
    after = projects.at(-1)!.id;
  }
}

function openOrNull(vault: Vault, secret: string, purpose: string): string | null {
  try {
    return vault.open(secret, purpose);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
