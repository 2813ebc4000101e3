import { expect, test } from "vitest";
import { hashOfSecret, hashPassword } from "@/lib/auth/secrets";
import { signIn } from "@/lib/auth/sign-in";
import { onBothDatabases, onPostgres } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

type Instance = Awaited<ReturnType<typeof startInstance>>;
const from = "9.9.9.9";

async function withMei(instance: Instance) {
  const mei = await instance.db.user.create({
    data: { name: "Mei", email: "mei@example.com", passwordHash: await hashPassword("first password") },
  });
  await instance.db.apiToken.create({
    data: { userId: mei.id, name: "laptop", hash: hashOfSecret("peri_mei"), hint: "" },
  });
  const enter = (password: string) =>
    signIn(instance.db, { email: mei.email, password, now: new Date(), from }).then(
      () => "in",
      (error: Error) => error.message,
    );
  const link = async () =>
    (await instance.admin<{ path: string; url: null }>("POST", `/api/people/${mei.id}/password-links`)).body
      .path;
  return { id: mei.id, mei: instance.clientOf("peri_mei"), enter, link };
}

onBothDatabases("an account", (provider) => {
  test("gets a new password with the old one; sessions end, and tokens unless they are to stay", async () => {
    const instance = await startInstance(provider);
    const { mei, enter } = await withMei(instance);
    await enter("first password");
    const change = (body: object) => mei("POST", "/api/me/password", body);
    const wrong = await change({ current: "no", password: "second password" });
    expect([wrong.status, wrong.body.detail]).toEqual([400, "Current password does not match."]);
    const same = await change({ current: "first password", password: "first password" });
    expect(same.status).toBe(400);
    const kept = await change({
      current: "first password",
      password: "second password",
      revokeTokens: false,
    });
    expect(kept.body).toEqual({ sessions: 1, tokens: 0 });
    expect((await mei("GET", "/api/me")).status).toBe(200);
    expect(await enter("first password")).not.toBe("in");
    const ended = await change({ current: "second password", password: "third password" });
    expect(ended.body).toEqual({ sessions: 0, tokens: 1 });
    expect((await mei("GET", "/api/me")).status).toBe(401);
    expect(await enter("third password")).toBe("in");
    const audit = await instance.db.auditEvent.findMany({ where: { action: "user.password" } });
    expect(audit.map(({ actorName, detail }) => [actorName, detail])).toEqual([
      ["Mei", '{"sessions":1,"tokens":0}'],
      ["Mei", '{"sessions":0,"tokens":1}'],
    ]);
  });

  test("gets no link for a new password from itself", async () => {
    const { admin, db } = await startInstance(provider);
    const { id } = (await admin<{ id: string }>("GET", "/api/me")).body;
    const answer = await admin("POST", `/api/people/${id}/password-links`);
    expect([answer.status, answer.body.detail]).toEqual([409, "Change your own password under Account."]);
    expect(await db.passwordLink.count()).toBe(0);
  });

  test("gets a new name, with the password, but not one by which somebody else signs in", async () => {
    const instance = await startInstance(provider);
    const { mei } = await withMei(instance);
    const rename = (name: string, current: string) => mei("PATCH", "/api/me", { name, current });
    expect((await rename("Mei Lin", "wrong")).status).toBe(400);
    expect((await rename("INES@example.com", "first password")).status).toBe(409);
    expect((await rename("Mei Lin", "first password")).body).toEqual({ name: "Mei Lin" });
    expect((await mei("GET", "/api/me")).body).toMatchObject({ name: "Mei Lin" });
  });

  test("who forgot the password gets one by a link: once, for a day, shown once", async () => {
    const instance = await startInstance(provider);
    const { enter, link, id } = await withMei(instance);
    const dead = await link();
    const path = await link();
    const use = (at: string, body: object) => instance.stranger("POST", `/api${at}`, body);
    expect((await use(dead, { password: "new password" })).status, "an older link").toBe(404);
    expect(JSON.stringify(await instance.db.passwordLink.findMany())).not.toContain(path.split("/").at(-1));
    expect((await use(path, { password: "short" })).status).toBe(400);
    expect((await use(path, { password: "new password" })).body).toMatchObject({
      email: "mei@example.com",
      tokens: 1,
    });
    expect((await use(path, { password: "other password" })).status).toBe(404);
    expect(await enter("new password")).toBe("in");
    const late = await link();
    await instance.db.passwordLink.updateMany({ where: { userId: id }, data: { expiresAt: new Date(0) } });
    expect((await use(late, { password: "late password" })).body.detail).toContain("used or has expired");
    const audit = await instance.db.auditEvent.findMany({ where: { targetId: id }, orderBy: { id: "asc" } });
    expect(audit.map(({ action, via }) => [action, via]).slice(0, 3)).toEqual([
      ["user.password-link", "token"],
      ["user.password-link", "token"],
      ["user.password", "link"],
    ]);
  });

  test("that is disabled opens nothing until it is enabled again", async () => {
    const instance = await startInstance(provider);
    await projectIn(instance);
    const { mei, enter, id, link } = await withMei(instance);
    await instance.db.user.update({ where: { id }, data: { isAdmin: true } });
    const path = await link();
    const runs = "/mlflow/neo/api/2.0/mlflow/experiments/get?experiment_id=0";
    expect((await mei("GET", runs)).status).toBe(200);
    await enter("first password");
    await instance.admin("PATCH", `/api/people/${id}`, { disabled: true });
    expect((await mei("GET", "/api/me")).status).toBe(401);
    expect((await mei("GET", runs)).status).toBe(401);
    expect(await enter("first password")).not.toBe("in");
    expect((await instance.stranger("POST", `/api${path}`, { password: "by the link" })).status).toBe(404);
    expect(await instance.db.session.count({ where: { userId: id, revokedAt: null } })).toBe(0);
    await instance.admin("PATCH", `/api/people/${id}`, { disabled: false });
    expect((await mei("GET", runs)).status).toBe(200);
    expect(await enter("first password")).toBe("in");
    expect((await instance.admin("DELETE", `/api/people/${id}/sessions`)).body).toEqual({ ended: 1 });
  });

  test("of an administrator stays while it is the last one, and nobody closes their own", async () => {
    const instance = await startInstance(provider);
    const { id } = await withMei(instance);
    const { body: me } = await instance.admin<{ id: string }>("GET", "/api/me");
    const change = async (of: string, body: object) =>
      (await instance.admin("PATCH", `/api/people/${of}`, body)).status;
    expect(await change(me.id, { administrator: false })).toBe(409);
    expect(await change(me.id, { disabled: true })).toBe(409);
    expect(await change(id, { administrator: true })).toBe(200);
    expect(await change(id, { disabled: true })).toBe(200);
    expect(await change(me.id, { administrator: false }), "the other one is disabled").toBe(409);
  });

  test("is listed for administrators alone, a page at a time, by a part of name or e-mail", async () => {
    const instance = await startInstance(provider);
    const { mei } = await withMei(instance);
    const list = async (query: string) =>
      (
        await instance.admin<{ people: { email: string; tokens: number }[]; next: string | null }>(
          "GET",
          `/api/people?${query}`,
        )
      ).body;
    const first = await list("limit=1");
    expect([first.people[0]!.email, first.next]).toEqual(["ines@example.com", "ines@example.com"]);
    expect(await list(`limit=1&after=${first.next}`)).toMatchObject({
      people: [{ email: "mei@example.com", tokens: 1, sessions: 0 }],
      next: null,
    });
    expect((await list("search=MEI@")).people).toHaveLength(1);
    expect((await list("search=Mei")).people).toHaveLength(1);
    for (const [method, path] of [
      ["GET", "/api/people"],
      ["PATCH", "/api/people/1"],
      ["DELETE", "/api/people/1/sessions"],
      ["POST", "/api/people/1/password-links"],
    ] as const) {
      expect((await mei(method, path, method === "PATCH" ? {} : undefined)).status, path).toBe(403);
      expect((await instance.stranger(method, path)).status, path).toBe(401);
      expect((await instance.admin(method, path, method === "PATCH" ? {} : undefined)).status, path).toBe(
        method === "GET" ? 200 : 404,
      );
    }
  });
});

onPostgres("a password link that is used twice at once", () => {
  test("sets one password", async () => {
    const instance = await startInstance("postgresql");
    const { enter, link } = await withMei(instance);
    const path = await link();
    const passwords = ["password one", "password two", "password three"];
    const used = await Promise.all(
      passwords.map((password) => instance.stranger("POST", `/api${path}`, { password })),
    );
    expect(used.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
    const winner = passwords[used.findIndex(({ status }) => status === 200)]!;
    expect(await enter(winner)).toBe("in");
  });
});

onPostgres("two administrators who disable each other at once", () => {
  test("leave one", async () => {
    const instance = await startInstance("postgresql");
    const { id, mei } = await withMei(instance);
    await instance.db.user.update({ where: { id }, data: { isAdmin: true } });
    const { body: me } = await instance.admin<{ id: string }>("GET", "/api/me");
    await Promise.all([
      instance.admin("PATCH", `/api/people/${id}`, { disabled: true }),
      mei("PATCH", `/api/people/${me.id}`, { disabled: true }),
    ]);
    expect(await instance.db.user.count({ where: { isAdmin: true, disabledAt: null } })).toBe(1);
  });
});
