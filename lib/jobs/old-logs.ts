import type { Db } from "@/lib/db/client";
import type { AppendOnlyFiles } from "@/lib/storage/storage";
import { logFile } from "./log";

/**
 * Moves log lines that earlier versions kept in the database into files, attempt by attempt. What was moved
 * before it broke off is not written twice.
 *
 * @returns how many attempts' logs were moved
 */
export async function moveOldLogs(db: Db, files: AppendOnlyFiles): Promise<number> {
  for (let moved = 0; ; moved++) {
    const first = await db.jobLog.findFirst({ select: { jobId: true, attempt: true } });
    if (!first) return moved;
    const lines = await db.jobLog.findMany({ where: first, orderBy: { seq: "asc" } });
    const text = lines.map(({ at, line }) => `${at.toISOString()} ${line}\n`).join("");
    await files.append(logFile(first), Buffer.from(text), 0);
    await db.jobLog.deleteMany({ where: first });
  }
}
