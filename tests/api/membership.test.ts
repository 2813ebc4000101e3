import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

const api = "/mlflow/neo/api/2.0/mlflow";
type Members = {
  members: { id: string; role: string | null; groups: { name: string }[]; resources: number }[];
};

onBothDatabases("people of a project", (provider) => {
  test("are all who hold any grant in it, and who is removed keeps none", async () => {
    const instance = await startInstance(provider);
    const { admin, person, db } = instance;
    const root = await projectIn(instance);
    const member = await person("Member", { slug: "neo", role: "EDITOR" });
    const guest = await person("Guest");
    const { body } = await admin<{ role: { id: number } }>("POST", `${api}/roles/create`, {
      workspace: "neo",
      name: "Analysts",
    });
    const role_id = body.role.id;
    const grant = { role_id, resource_type: "workspace", resource_pattern: "*", permission: "USE" };
    await admin("POST", `${api}/roles/permissions/add`, grant);
    await admin("POST", `${api}/roles/assign`, { role_id, username: "Member" });
    await admin("POST", `${api}/experiments/permissions/create`, {
      experiment_id: "0",
      username: "Guest",
      permission: "READ",
    });
    const listed = async () =>
      new Map((await admin<Members>("GET", `${root}/members`)).body.members.map((row) => [row.id, row]));
    expect((await listed()).get(member.id)).toMatchObject({ role: "EDITOR", groups: [{ name: "Analysts" }] });
    expect((await listed()).get(guest.id)).toMatchObject({ role: null, groups: [], resources: 1 });

    expect((await admin("DELETE", `${root}/members/${member.id}`)).status).toBe(200);
    expect((await member("GET", root)).status).toBe(404);
    expect((await member("POST", `${api}/runs/create`, { experiment_id: "0" })).status).toBe(404);
    expect((await admin("DELETE", `${root}/members/${guest.id}`)).status).toBe(200);
    expect((await guest("GET", `${api}/experiments/get?experiment_id=0`)).status).toBe(404);
    expect([...(await listed()).keys()]).toHaveLength(1);
    expect(await db.groupMember.count()).toBe(0);
    expect((await admin("DELETE", `${root}/members/${guest.id}`)).status).toBe(404);
  });

  test("come a page at a time, owners first, none twice and none left out", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    for (const [i, role] of (["VIEWER", "OWNER", "EDITOR", "VIEWER"] as const).entries())
      await instance.person(`Person ${i}`, { slug: "neo", role });
    const seen: (string | null)[] = [];
    let after = "";
    for (let pages = 0; pages < 10; pages++) {
      const { body } = await instance.admin<Members & { next: string | null }>(
        "GET",
        `${root}/members?limit=2${after && `&after=${encodeURIComponent(after)}`}`,
      );
      seen.push(...body.members.map(({ role }) => role));
      if (!body.next) break;
      after = body.next;
    }
    expect(seen).toEqual(["OWNER", "OWNER", "EDITOR", "VIEWER", "VIEWER"]);
    expect((await instance.admin("GET", `${root}/members?after=x`)).status).toBe(400);
  });

  test("make tokens with a token that end with it, open no more, and are revoked with it", async () => {
    const instance = await startInstance(provider);
    const { admin, clientOf, person } = instance;
    const root = await projectIn(instance);
    await projectIn(instance, "other");
    type Token = { id: string; secret: string; expiresAt: string | null };
    const first = (await admin<Token>("POST", `${root}/tokens`, { name: "ci", expiresInDays: 2 })).body;
    const bearer = clientOf(first.secret);
    const { status, body: second } = await bearer<Token>("POST", `${root}/tokens`, {
      name: "more",
      expiresInDays: null,
    });
    expect([status, second.expiresAt]).toEqual([201, first.expiresAt]);
    expect((await bearer("POST", "/api/projects/other/tokens", { name: "x" })).status).toBe(404);
    expect((await bearer("POST", "/api/me/tokens", { name: "x" })).status).toBe(403);
    const invitation = await admin<{ path: string }>("POST", "/api/projects/other/invitations", {
      role: "OWNER",
    });
    expect((await bearer("POST", `/api${invitation.body.path}`, {})).status).toBe(403);
    await person("Victim", { slug: "neo", role: "VIEWER" });
    for (const [method, path, body] of [
      ["POST", "users/create", { username: "new", password: "long enough" }],
      ["PATCH", "users/update-admin", { username: "Victim", is_admin: true }],
      ["PATCH", "users/update-password", { username: "Victim", password: "long enough" }],
      ["DELETE", "users/delete", { username: "Victim" }],
    ] as const)
      expect((await bearer(method, `${api}/${path}`, body)).status, path).toBe(403);

    const child = clientOf(second.secret);
    expect((await child("GET", root)).status).toBe(200);
    expect((await admin("DELETE", `/api/me/tokens/${first.id}`)).status).toBe(200);
    expect((await bearer("GET", root)).status).toBe(401);
    expect((await child("GET", root)).status).toBe(401);
  });
});
