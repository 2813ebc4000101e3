import { AppError } from "@/lib/errors";

const shared = globalThis as { perihelionDamage?: Set<string> };
const remembered = 1_000;

/**
 * Blobs that a read of this process found damaged, since it was last asked.
 * Next and the server evaluate this file separately.
 */
export function takeDamageSeen(): string[] {
  const seen = [...(shared.perihelionDamage ?? [])];
  shared.perihelionDamage?.clear();
  return seen;
}

/**
 * What is said of a blob whose bytes are no longer those that were put; it is noted for the scrub's report.
 */
export function damaged(sha256: string): AppError {
  const seen = (shared.perihelionDamage ??= new Set());
  if (seen.size < remembered) seen.add(sha256);
  return new AppError(
    "DAMAGED",
    `The file ${sha256} is damaged: its bytes no longer have this SHA-256. Restore it from a backup.`,
  );
}
