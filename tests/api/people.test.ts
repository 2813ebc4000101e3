import { describe, expect, onTestFinished, test, vi } from "vitest";
import { setUp } from "@/lib/auth/setup";
import { removeMember } from "@/lib/projects/members";
import { freshDb, onBothDatabases, onPostgres } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

onBothDatabases("people", (provider) => {
  test("the set-up is dead for ever once somebody has used it", async () => {
    const { stranger } = await startInstance(provider);
    const again = await stranger("POST", "/api/setup", {
      name: "Eve",
      email: "eve@example.com",
      password: "long enough",
    });
    expect(again.status).toBe(409);
    expect(again.body.detail).toContain("has been set up already");
  });

  test("of visitors who race through the set-up one becomes administrator", async () => {
    const db = await freshDb(provider);
    const tries = await Promise.allSettled(
      ["a", "b", "c", "d"].map((name) =>
        setUp(db, { name, email: `${name}@example.com`, password: "long enough" }),
      ),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.user.count()).toBe(1);
  });

  test("an invitation lets one person join, with the role that it says, and no other", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { body } = await instance.admin<{ path: string }>("POST", `${root}/invitations`, {
      role: "EDITOR",
    });
    const joining = ["a", "b"].map((name) =>
      instance.stranger("POST", `/api${body.path}`, {
        name,
        email: `${name}@example.com`,
        password: "long enough",
      }),
    );
    const statuses = (await Promise.all(joining)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 404]);
    const members = await instance.admin<{ members: { role: string }[] }>("GET", `${root}/members`);
    expect(members.body.members.map(({ role }) => role)).toEqual(["OWNER", "EDITOR"]);
  });

  test("an invitation is good while who made it could still give its role", async () => {
    const instance = await startInstance(provider);
    const { admin, person } = instance;
    const root = await projectIn(instance);
    const maker = await person("Maker", { slug: "neo", role: "OWNER" });
    const guest = await person("Guest");
    const invite = async (role: string) =>
      `/api${(await maker<{ path: string }>("POST", `${root}/invitations`, { role })).body.path}`;
    const [owner, viewer, editor, later] = [
      await invite("OWNER"),
      await invite("VIEWER"),
      await invite("EDITOR"),
      await invite("VIEWER"),
    ];
    await admin("PATCH", `${root}/members/${maker.id}`, { role: "MAINTAINER" });
    expect((await guest("POST", owner, {})).status).toBe(404);
    expect((await guest("POST", viewer, {})).status).toBe(200);
    await admin("PATCH", `/api/people/${maker.id}`, { disabled: true });
    expect((await guest("POST", editor, {})).status).toBe(404);
    await admin("PATCH", `/api/people/${maker.id}`, { disabled: false });
    await admin("DELETE", `${root}/members/${maker.id}`);
    for (const path of [owner, editor, later]) {
      expect((await maker("POST", path, {})).status).toBe(404);
      expect((await guest("POST", path, {})).body.detail).toContain("was used or has expired");
    }
    expect((await maker("GET", root)).status).toBe(404);
  });

  test("the secret of a link is in no log, even where its use fails", async () => {
    const { db, stranger } = await startInstance(provider);
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => logged.mockRestore());
    await db.$executeRawUnsafe('DROP TABLE "Invitation"');
    const person = { name: "a", email: "a@example.com", password: "long enough" };
    expect((await stranger("POST", "/api/join/join_not-for-logs", person)).status).toBe(500);
    expect(logged.mock.calls.map(([line]) => line as unknown)).toEqual(["POST /api/join/:secret"]);
  });

  test("nobody gives a role above their own", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const maintainer = await instance.person("Mei", { slug: "neo", role: "MAINTAINER" });
    expect((await maintainer("POST", `${root}/invitations`, { role: "OWNER" })).status).toBe(403);
    expect((await maintainer("PATCH", `${root}/members/${maintainer.id}`, { role: "OWNER" })).status).toBe(
      403,
    );
  });

  test("the last owner cannot leave", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { body } = await instance.admin<{ id: string }>("GET", "/api/me");
    const left = await instance.admin("DELETE", `${root}/members/${body.id}`);
    expect(left.status).toBe(409);
    expect(left.body.detail).toBe("The last owner stays. Make somebody else an owner first.");
  });

  test("a token is shown once, kept hashed, and dead once revoked or expired", async () => {
    const { admin, clientOf, db } = await startInstance(provider);
    const { body: made } = await admin<{ id: string; secret: string }>("POST", "/api/me/tokens", {
      name: "laptop",
      expiresInDays: 1,
    });
    const own = clientOf(made.secret);
    expect((await own("GET", "/api/me")).status).toBe(200);
    expect(JSON.stringify(await db.apiToken.findMany())).not.toContain(made.secret);
    expect((await admin("GET", "/api/me/tokens")).text).not.toContain(made.secret);

    await db.apiToken.update({ where: { id: made.id }, data: { expiresAt: new Date(0) } });
    expect((await own("GET", "/api/me")).status).toBe(401);
    await db.apiToken.update({ where: { id: made.id }, data: { expiresAt: null } });
    await admin("DELETE", `/api/me/tokens/${made.id}`);
    expect((await own("GET", "/api/me")).status).toBe(401);
  });

  test("a revoked role takes effect at the next request, and the denied try is kept", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const editor = await instance.person("Tomasz", { slug: "neo", role: "EDITOR" });
    expect((await editor("POST", `${root}/notebooks`, { title: "Mine" })).status).toBe(201);
    await instance.admin("PATCH", `${root}/members/${editor.id}`, { role: "VIEWER" });
    const refused = await editor("POST", `${root}/notebooks`, { title: "More" });
    expect(refused.status).toBe(403);
    expect(refused.headers.get("content-type")).toContain("application/problem+json");
    const audit = await instance.admin<{ events: { action: string; outcome: string; actorName: string }[] }>(
      "GET",
      `${root}/audit`,
    );
    expect(audit.body.events[0]).toMatchObject({ outcome: "denied", actorName: "Tomasz" });
  });

  test("a repeated POST with the same Idempotency-Key is carried out once", async () => {
    const { admin } = await startInstance(provider);
    const send = () =>
      admin("POST", "/api/projects", { name: "Once", slug: "once" }, { "idempotency-key": "k1" });
    const [first, second] = [await send(), await send()];
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    const other = await admin(
      "POST",
      "/api/projects",
      { name: "Other", slug: "other" },
      { "idempotency-key": "k1" },
    );
    expect(other.status).toBe(409);
  });
});

onPostgres("people at the same moment", () => {
  test("of two owners who leave at once one stays", async () => {
    const instance = await startInstance("postgresql");
    await projectIn(instance);
    const second = await instance.person("Priya", { slug: "neo", role: "OWNER" });
    const project = await instance.db.project.findUniqueOrThrow({ where: { slug: "neo" } });
    const owners = await instance.db.grant.findMany({ where: { projectId: project.id } });
    expect(owners.map(({ subjectId }) => subjectId)).toContain(second.id);
    const leaving = owners.map(({ subjectId }) =>
      removeMember(
        instance.db,
        { id: subjectId, name: "", via: "session", viaId: null, from: null },
        { projectId: project.id, userId: subjectId, byRole: "OWNER" },
      ),
    );
    const outcomes = await Promise.allSettled(leaving);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await instance.db.grant.count({ where: { projectId: project.id, role: "OWNER" } })).toBe(1);
  });
});

describe("another site", () => {
  test("cannot write with somebody's cookie", async () => {
    const { url } = await startInstance("sqlite");
    const response = await fetch(`${url}/api/setup`, {
      method: "POST",
      headers: { origin: "https://evil.example", "content-type": "application/json" },
      body: "{}",
    });
    expect(response.status).toBe(403);
  });
});
