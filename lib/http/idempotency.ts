import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Db } from "@/lib/db/client";
import { AppError, isUniqueViolation } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { hashWhileRead } from "./body-hash";

type Options = {
  subjectId: string;
  /** Whether the answer holds no secret, so that it may be kept and given again. */
  keepAnswer: boolean;
  /** Whether the handler reads the body itself, from the connection. */
  rawBody: boolean;
};
type Key = { subjectId: string; key: string };

/**
 * Runs `act` once for each `Idempotency-Key` of a subject. A repeated request gets the first answer where
 * that may be kept, else a CONFLICT that says so; a body that is read as it comes is compared as well.
 *
 * @throws {AppError} CONFLICT when the key was used for another request, its first is still under way, or
 * its answer was not kept; INVALID for a key that is too long
 */
export async function once(
  db: Db,
  request: FastifyRequest,
  reply: FastifyReply,
  { subjectId, keepAnswer, rawBody }: Options,
  act: () => Promise<unknown>,
): Promise<unknown> {
  const key = request.headers["idempotency-key"];
  if (request.method !== "POST" || typeof key !== "string" || key === "") return act();
  if (key.length > 200) throw new AppError("INVALID", "Idempotency-Key: expected at most 200 characters.");

  const id = { subjectId, key };
  const unread = rawBody && request.body === undefined;
  if (!(await claim(db, id))) return replay(db, request, reply, { id, unread });
  const hash = requestHash(request, unread);
  const answer = await act().catch(async (error: unknown) => {
    await db.idempotencyKey.deleteMany({ where: { ...id, status: 0 } });
    throw error;
  });
  // From here it has been carried out: the key stays, whatever becomes of the answer.
  if (unread) request.raw.resume(); // what the handler had no need of
  const kept = keepAnswer ? JSON.stringify(answer ?? null) : "";
  await db.idempotencyKey.update({
    where: { subjectId_key: id },
    data: {
      requestHash: (await hash) ?? "",
      status: reply.statusCode,
      answer: kept,
      location: String(reply.getHeader("location") ?? ""),
    },
  });
  return answer;
}

/**
 * A hash of address and body; of a body that nobody has read yet, once it has ended,
 * or null when it was cut off.
 */
async function requestHash(request: FastifyRequest, unread: boolean): Promise<string | null> {
  const body = unread ? await hashWhileRead(request.raw) : JSON.stringify(request.body ?? null);
  if (body === null) return null;
  return createHash("sha256").update(`${request.url}\n${body}`).digest("hex");
}

async function claim(db: Db, id: Key): Promise<boolean> {
  try {
    await db.idempotencyKey.create({ data: { ...id, requestHash: "", status: 0, answer: "" } });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

async function replay(
  db: Db,
  request: FastifyRequest,
  reply: FastifyReply,
  { id, unread }: { id: Key; unread: boolean },
): Promise<unknown> {
  const first = await db.idempotencyKey.findUnique({ where: { subjectId_key: id } });
  if (!first || first.status === 0)
    throw new AppError(
      "CONFLICT",
      "The first request with this Idempotency-Key is still under way, or was cut off. " +
        "See what is there before you use another key.",
    );
  const hash = requestHash(request, unread);
  if (unread) request.raw.resume();
  if (first.requestHash !== (await hash))
    throw new AppError("CONFLICT", "This Idempotency-Key was used for another request.");
  if (first.answer === "")
    throw new AppError(
      "CONFLICT",
      `This request was carried out (${first.status}). Its answer is not kept, because it may hold a secret.`,
    );
  void reply.code(first.status);
  if (first.location) void reply.header("location", first.location);
  return JSON.parse(first.answer) as unknown;
}

/** Forgets keys of requests that nobody repeats any more. */
export async function pruneIdempotencyKeys(db: Db, now: Date): Promise<number> {
  const { count } = await db.idempotencyKey.deleteMany({
    where: { createdAt: { lt: new Date(now.getTime() - limits.idempotencyMilliseconds) } },
  });
  return count;
}
