import { decode } from "next-auth/jwt";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { accessOf } from "@/lib/jobs/kinds";
import type { Actor } from "./actor";
import { basicCredentials, bearerSecret, personByPassword } from "./basic";
import type { Permission } from "./permissions";
import { hashOfSecret } from "./secrets";
import { notedIfThereIsRoom } from "./last-used";

/** A person who has proved who they are. */
export type Person = {
  id: string;
  name: string;
  email: string;
  isAdmin: boolean;
  /** Set where they came with a token that opens one project only. */ onlyProjectId: string | null;
  /** Set where they came with the secret of an attempt that opens its own run only, by its uid. */
  onlyRun?: string;
  /** Set where they came with the secret of an attempt that may do one thing only, such as read datasets. */
  onlyPermission?: Permission;
  /**
   * Set where they came with a token that nobody has used before; who lets them in notes it
   * (`noteFirstUse`).
   */
  isFirstUse?: true;
  actor: Actor & { id: string };
};

/** What a request carries: its cookies and its `Authorization`, and where it came from. */
export type Credentials = {
  cookie: string | undefined;
  authorization: string | undefined;
  from: string | null;
};

/** An account that was disabled opens nothing, whatever is shown for it. */
const enabled = { disabledAt: null };
const select = { id: true, name: true, email: true, isAdmin: true } as const;

/**
 * Who sent a request, by API token or by next-auth's cookie; null for a stranger. Read anew on every
 * request.
 */
export async function personOf(
  db: Db,
  { cookie, authorization, from }: Credentials,
  now: Date,
): Promise<Person | null> {
  const bearer = bearerSecret(authorization);
  if (bearer) return byToken(db, bearer, from, now);
  const basic = basicCredentials(authorization);
  return basic ? byNameAndPassword(db, basic, from, now) : bySession(db, cookie, from, now);
}

/** A client that knows only names and passwords may send a token as the password. */
async function byNameAndPassword(
  db: Db,
  { name, password }: { name: string; password: string },
  from: string | null,
  now: Date,
): Promise<Person | null> {
  if (password.startsWith("peri_")) return byToken(db, password, from, now);
  const user = await db.user.findUnique({
    where: { id: await personByPassword(db, { name, password, from, now }) },
    select: { ...select, passwordHash: true },
  });
  if (!user) return null;
  const { passwordHash, ...account } = user;
  const viaId = hashOfSecret(passwordHash); // another password is another way in
  return {
    ...account,
    onlyProjectId: null,
    actor: { id: user.id, name: user.name, via: "password", viaId, from },
  };
}

async function byToken(db: Db, secret: string, from: string | null, now: Date): Promise<Person | null> {
  const token = await db.apiToken.findUnique({
    where: { hash: hashOfSecret(secret), user: enabled },
    include: { user: { select } },
  });
  if (!token) return byJob(db, secret, from);
  if (token.revokedAt || (token.expiresAt && token.expiresAt <= now)) return null;
  // Once a minute is enough to tell whether a token is in use, and spares a write a request.
  if (token.lastUsedAt && now.getTime() - token.lastUsedAt.getTime() > 60_000)
    await notedIfThereIsRoom(db.apiToken.update({ where: { id: token.id }, data: { lastUsedAt: now } }));
  return {
    ...token.user,
    onlyProjectId: token.projectId,
    ...(token.lastUsedAt ? {} : { isFirstUse: true as const }),
    actor: { id: token.user.id, name: token.user.name, via: "token", viaId: token.id, from },
  };
}

/**
 * An attempt acts for who asked for the job as far as its kind says, in its project alone, for as long as
 * it lasts.
 */
async function byJob(db: Db, secret: string, from: string | null): Promise<Person | null> {
  if (!secret.startsWith("job_")) return null;
  const job = await db.job.findFirst({
    where: { tokenHash: hashOfSecret(secret), status: "RUNNING" },
    select: { id: true, kind: true, projectId: true, createdBy: true, runId: true },
  });
  const access = job ? accessOf(job.kind) : "nothing";
  if (!job || access === "nothing") return null;
  const run =
    access === "own-run"
      ? await db.run.findFirst({ where: { id: job.runId ?? -1 }, select: { uid: true } })
      : undefined;
  if (run === null) return null;
  const user = await db.user.findUnique({ where: { id: job.createdBy, ...enabled }, select });
  return (
    user && {
      ...user,
      onlyProjectId: job.projectId,
      ...(run ? { onlyRun: run.uid } : {}),
      ...(access === "read-datasets" ? { onlyPermission: "dataset:read" as const } : {}),
      actor: { id: user.id, name: user.name, via: "job", viaId: job.id, from },
    }
  );
}

async function bySession(
  db: Db,
  cookie: string | undefined,
  from: string | null,
  now: Date,
): Promise<Person | null> {
  const sessionId = await sessionIdOf(cookie);
  if (!sessionId) return null;
  const session = await db.session.findUnique({
    where: { id: sessionId, user: enabled },
    include: { user: { select } },
  });
  if (!session || session.revokedAt || session.expiresAt <= now) return null;
  return {
    ...session.user,
    onlyProjectId: null,
    actor: { id: session.user.id, name: session.user.name, via: "session", viaId: session.id, from },
  };
}

/**
 * The same person as things stand now, for a connection that stays open; null when the token, session, job
 * or password by which they came does not hold any longer.
 */
export async function stillSignedIn(
  db: Db,
  { actor, onlyProjectId }: Person,
  now: Date,
): Promise<Person | null> {
  const user = await db.user.findUnique({
    where: { id: actor.id, ...enabled },
    select: { ...select, passwordHash: true },
  });
  if (!user) return null;
  const { passwordHash, ...account } = user;
  return (await stillHolds(db, actor, passwordHash, now)) ? { ...account, onlyProjectId, actor } : null;
}

/**
 * Lets somebody go on whose session, token or password still opens their account, as a transaction sees it.
 *
 * @throws {AppError} UNAUTHENTICATED when it does not any longer
 */
export async function requireStillHolds(tx: Tx, actor: Actor & { id: string }, now: Date): Promise<void> {
  const user = await tx.user.findUnique({
    where: { id: actor.id, ...enabled },
    select: { passwordHash: true },
  });
  if (!user || !(await stillHolds(tx, actor, user.passwordHash, now)))
    throw new AppError("UNAUTHENTICATED", "You were signed out meanwhile. Sign in again.");
}

async function stillHolds(db: Tx, { via, viaId }: Actor, passwordHash: string, now: Date): Promise<boolean> {
  if (!viaId) return false;
  switch (via) {
    case "session":
      return (await db.session.count({ where: { id: viaId, revokedAt: null, expiresAt: { gt: now } } })) > 0;
    case "token":
      return (
        (await db.apiToken.count({
          where: { id: viaId, revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
        })) > 0
      );
    case "job":
      return (await db.job.count({ where: { id: viaId, status: "RUNNING" } })) > 0;
    case "password":
      return viaId === hashOfSecret(passwordHash);
    default:
      return false;
  }
}

async function sessionIdOf(cookie: string | undefined): Promise<string | null> {
  const value = cookie?.match(/(?:^|;\s*)(?:__Secure-)?next-auth\.session-token=([^;]+)/)?.[1];
  const secret = process.env.NEXTAUTH_SECRET;
  if (!value || !secret) return null;
  const token = await decode({ token: value, secret }).catch(() => null);
  return typeof token?.sessionId === "string" ? token.sessionId : null;
}
