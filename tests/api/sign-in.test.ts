import { describe, expect, test } from "vitest";
import { hashPassword, passwordMatches } from "@/lib/auth/secrets";
import { signIn } from "@/lib/auth/sign-in";
import { pruneSignIns } from "@/lib/auth/sign-in-attempts";
import { setUp } from "@/lib/auth/setup";
import type { Db } from "@/lib/db/client";
import { freshDb, onBothDatabases, onPostgres } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

const right = "correct horse";
type Tried = { email?: string; password?: string; from?: string | null; device?: string; now?: Date };

/** What somebody is told who tries to sign in; "in" where they are let in. */
const attemptOn =
  (db: Db) =>
  ({ email = "INES@example.com", password = "wrong", from = "9.9.9.9", now = new Date(0), ...rest }: Tried) =>
    signIn(db, { email, password, now, from, ...rest }).then(
      () => "in",
      (error: Error) => error.message,
    );
const times = async (count: number, attempt: (i: number) => Promise<string>) => {
  const answers: string[] = [];
  for (let i = 0; i < count; i++) answers.push(await attempt(i));
  return answers;
};
const wrong = "Email and password do not match.";
const locked = "Too many attempts to sign in. Try again in 15 min.";

async function withInés(db: Db) {
  await setUp(db, { name: "Inés Carvajal", email: "ines@example.com", password: right });
  return attemptOn(db);
}

onBothDatabases("signing in", (provider) => {
  test("five wrong passwords from a place lock it, also for the right one, for 15 minutes", async () => {
    const attempt = await withInés(await freshDb(provider));
    expect(await times(5, () => attempt({ from: null }))).toEqual([wrong, wrong, wrong, wrong, locked]);
    expect(await attempt({ password: right, from: null })).toBe(locked);
    expect(await attempt({ password: right, from: null, now: new Date(14 * 60_000) })).toMatch(/in 1 min/);
    expect(await attempt({ password: right, from: null, now: new Date(16 * 60_000) })).toBe("in");
  });

  test("the same is said whether there is such an account or not, or it is disabled", async () => {
    const db = await freshDb(provider);
    const attempt = await withInés(db);
    await db.user.create({
      data: {
        name: "Gone",
        email: "gone@example.com",
        passwordHash: await hashPassword(right),
        disabledAt: new Date(),
      },
    });
    await db.user.create({ data: { name: "No password", email: "none@example.com", passwordHash: "none" } });
    const known = await times(7, () => attempt({}));
    for (const email of ["nobody@example.com", "none@example.com", "No password"])
      expect(await times(7, () => attempt({ email, from: `8.8.8.${email.length}` }))).toEqual(known);
    expect(
      await times(7, () => attempt({ email: "gone@example.com", password: right, from: "8.8.4.4" })),
    ).toEqual(known);
  });

  test("a right password forgives the wrong ones before it", async () => {
    const attempt = await withInés(await freshDb(provider));
    for (let round = 0; round < 3; round++) {
      expect(await times(4, () => attempt({}))).toEqual([wrong, wrong, wrong, wrong]);
      expect(await attempt({ password: right })).toBe("in");
    }
  });

  test("a stranger cannot lock somebody out of where they have signed in before", async () => {
    const attempt = await withInés(await freshDb(provider));
    const device = "d".repeat(43);
    expect(await attempt({ password: right, device, from: "9.9.9.9" })).toBe("in");
    expect(await attempt({ password: right, from: "7.7.7.7" })).toBe("in");
    const guesses = await times(60, (i) =>
      attempt({ from: `6.6.6.${i % 20}`, device: `${i}`.padStart(43, "x") }),
    );
    expect(guesses.filter((answer) => answer === wrong)).toHaveLength(30);
    expect(await attempt({ password: right, from: "6.6.6.99" }), "a new place waits").toBe(locked);
    expect(await attempt({ password: right, device, from: "6.6.6.1" }), "her browser").toBe("in");
    expect(await attempt({ password: right, from: "7.7.7.7" }), "her address").toBe("in");
  });

  test("many names cannot be tried from one address, and new marks make it no other source", async () => {
    const attempt = await withInés(await freshDb(provider));
    const names = await times(60, (i) => attempt({ email: `n${i}@example.com`, from: "5.5.5.5" }));
    expect(names.filter((answer) => answer === wrong)).toHaveLength(50);
    expect(await attempt({ password: right, from: "5.5.5.5" })).toBe(locked);
    const marks = await times(10, (i) => attempt({ from: "4.4.4.4", device: `${i}`.padStart(43, "m") }));
    expect(marks.filter((answer) => answer === wrong)).toHaveLength(4);
  });

  test("attempts are forgotten when their time is over", async () => {
    const db = await freshDb(provider);
    const attempt = await withInés(db);
    await attempt({});
    await pruneSignIns(db, new Date(14 * 60_000));
    expect(await db.signInAttempts.count()).toBe(4);
    await pruneSignIns(db, new Date(15 * 60_000));
    expect(await db.signInAttempts.count()).toBe(0);
  });
});

onPostgres("guesses at the same moment", () => {
  test("are counted before they are looked at: of sixty five are, the right one not among them", async () => {
    const attempt = await withInés(await freshDb("postgresql"));
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => attempt({ password: i < 59 ? `guess ${i}` : right })),
    );
    expect(answers.filter((answer) => answer === wrong || answer === "in").length).toBeLessThanOrEqual(5);
    expect(await attempt({ password: right })).toBe(locked);
  });

  test("from many addresses share the bound of a name", async () => {
    const attempt = await withInés(await freshDb("postgresql"));
    const answers = await Promise.all(
      Array.from({ length: 90 }, (_, i) => attempt({ from: `3.3.3.${i}`, password: `guess ${i}` })),
    );
    expect(answers.filter((answer) => answer === wrong)).toHaveLength(30);
  });

  test("by Basic auth on the tracking address go the same way; the same right one counts once", async () => {
    const instance = await startInstance("postgresql");
    await projectIn(instance);
    const ask = async (password: string) => {
      const authorization = `Basic ${Buffer.from(`ines@example.com:${password}`).toString("base64")}`;
      const path = "/mlflow/neo/api/2.0/mlflow/experiments/get?experiment_id=0";
      return (await instance.stranger("GET", path, undefined, { authorization })).status;
    };
    expect(await Promise.all(Array.from({ length: 20 }, () => ask(right)))).toEqual(Array(20).fill(200));
    const guesses = await Promise.all(Array.from({ length: 60 }, (_, i) => ask(`guess ${i}`)));
    expect(guesses.filter((status) => status === 401).length).toBeLessThanOrEqual(5);
    expect(new Set(guesses)).toEqual(new Set([401, 429]));
    expect(await ask(right), "what matched a moment ago still does").toBe(200);
  });
});

describe("the work that an attempt takes", () => {
  test("does not tell who has an account", async () => {
    const work = async (hash: string | null) => {
      const before = process.cpuUsage(); // the work, not the wait: the machine may have other things to do
      for (let i = 0; i < 8; i++) expect(await passwordMatches(hash, "wrong")).toBe(false);
      return process.cpuUsage(before).user;
    };
    const own = await hashPassword(right);
    await work(own);
    const [known, unknown] = [await work(own), await work(null)];
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  });
});
