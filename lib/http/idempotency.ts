import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Db } from "@/lib/db/client";
import { AppError, isUniqueViolation } from "@/lib/errors";
import { limits } from "@/lib/limits";

/**
 * Runs `act` once for each `Idempotency-Key` of a subject: a repeated request gets the first answer.
 *
 * @throws {AppError} CONFLICT when the key was used for another request, or its first is still under way
 */
export async function once(
  db: Db,
  request: FastifyRequest,
  reply: FastifyReply,
  subjectId: string,
  act: () => Promise<unknown>,
): Promise<unknown> {
  const key = request.headers["idempotency-key"];
  if (request.method !== "POST" || typeof key !== "string" || key === "" || key.length > 200) return act();

  const requestHash = createHash("sha256")
    .update(`${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest("hex");
  const id = { subjectId, key };
  if (!(await claim(db, { ...id, requestHash }))) return replay(db, reply, id, requestHash);
  try {
    const answer = await act();
    await db.idempotencyKey.update({
      where: { subjectId_key: id },
      data: { status: reply.statusCode, answer: JSON.stringify(answer ?? null) },
    });
    return answer;
  } catch (error) {
    await db.idempotencyKey.delete({ where: { subjectId_key: id } });
    throw error;
  }
}

async function claim(db: Db, row: { subjectId: string; key: string; requestHash: string }): Promise<boolean> {
  try {
    await db.idempotencyKey.create({ data: { ...row, status: 0, answer: "" } });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

async function replay(
  db: Db,
  reply: FastifyReply,
  id: { subjectId: string; key: string },
  requestHash: string,
): Promise<unknown> {
  const first = await db.idempotencyKey.findUnique({ where: { subjectId_key: id } });
  if (!first || first.status === 0)
    throw new AppError("CONFLICT", "The first request with this Idempotency-Key is still under way.");
  if (first.requestHash !== requestHash)
    throw new AppError("CONFLICT", "This Idempotency-Key was used for another request.");
  void reply.code(first.status);
  return JSON.parse(first.answer) as unknown;
}

/** Forgets keys of requests that nobody repeats any more. */
export async function pruneIdempotencyKeys(db: Db, now: Date): Promise<number> {
  const { count } = await db.idempotencyKey.deleteMany({
    where: { createdAt: { lt: new Date(now.getTime() - limits.idempotencyMilliseconds) } },
  });
  return count;
}
