import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";
import { api, begin } from "./closed-resources";

onBothDatabases("permissions on one experiment or model", (provider) => {
  test("are read by whom they are about, and managed by who made the resource with a client", async () => {
    const { admin, person, uid, db } = await begin(provider);
    const editor = await person("Editor", { slug: "neo", role: "EDITOR" });
    const friend = await person("Friend");
    const created = await editor<{ experiment_id: string }>("POST", `${api}/experiments/create`, {
      name: "mine",
    });
    const { experiment_id } = created.body;
    await editor("POST", `${api}/registered-models/create`, { name: "mine" });
    const own = `username=Editor`;
    for (const [path, answer] of [
      [`experiments/permissions/get?experiment_id=${experiment_id}&${own}`, "experiment_permission"],
      [`registered-models/permissions/get?name=mine&${own}`, "registered_model_permission"],
    ] as const)
      expect((await editor("GET", `${api}/${path}`)).body, path).toMatchObject({
        [answer]: { user_id: editor.id, permission: "MANAGE" },
      });
    const share = { experiment_id, username: "Friend", permission: "EDIT" };
    expect((await editor("POST", `${api}/experiments/permissions/create`, share)).status).toBe(200);
    expect((await friend("POST", `${api}/runs/create`, { experiment_id })).status).toBe(200);
    const theirs = `experiments/permissions/get?experiment_id=${experiment_id}&username=Friend`;
    expect((await editor("GET", `${api}/${theirs}`)).status).toBe(200);
    expect((await friend("GET", `${api}/${theirs}`)).status).toBe(200);
    const foreign = `experiments/permissions/get?experiment_id=${experiment_id}&username=Editor`;
    expect((await friend("GET", `${api}/${foreign}`)).status).toBe(403);
    expect(
      (await editor("POST", `${api}/experiments/permissions/create`, { ...share, experiment_id: "1" }))
        .status,
    ).toBe(403);
    expect((await editor("DELETE", `${api}/registered-models/delete`, { name: "model-open" })).status).toBe(
      403,
    );
    expect((await editor("DELETE", `${api}/registered-models/delete`, { name: "mine" })).status).toBe(200);
    expect(await db.grant.count({ where: { scopeKind: "model" } })).toBe(0);
    expect((await editor("POST", `${api}/experiments/delete`, { experiment_id })).status).toBe(200);
    expect((await editor("GET", `${api}/runs/get?run_id=${uid.open}`)).status).toBe(200);
    await admin("POST", `${api}/experiments/create`, { name: "an owner's" });
    expect(
      await db.grant.count({ where: { subjectKind: "person", effect: "allow", role: "MAINTAINER" } }),
    ).toBe(1);
  });

  test("are given and taken over nobody with a stronger role", async () => {
    const { admin, person } = await begin(provider);
    const editor = await person("Editor", { slug: "neo", role: "EDITOR" });
    await person("Owner", { slug: "neo", role: "OWNER" });
    await person("Friend", { slug: "neo", role: "VIEWER" });
    const { experiment_id } = (
      await editor<{ experiment_id: string }>("POST", `${api}/experiments/create`, { name: "mine" })
    ).body;
    const path = `${api}/experiments/permissions`;
    for (const username of ["Owner", "ines@example.com"]) {
      const denied = { experiment_id, username, permission: "NO_PERMISSIONS" };
      expect((await editor("POST", `${path}/create`, denied)).status, username).toBe(403);
      const ref = { username, resource_type: "experiment", resource_id: experiment_id };
      expect(
        (await editor("POST", `${api}/users/permissions/grant`, { ...ref, permission: "DENY" })).status,
      ).toBe(403);
      expect((await admin("POST", `${path}/create`, { ...denied, permission: "READ" })).status).toBe(200);
      expect((await editor("PATCH", `${path}/update`, denied)).status, username).toBe(403);
      expect((await editor("DELETE", `${path}/delete`, { experiment_id, username })).status).toBe(403);
      expect((await editor("POST", `${api}/users/permissions/revoke`, ref)).status).toBe(403);
      expect((await admin("DELETE", `${path}/delete`, { experiment_id, username })).status).toBe(200);
    }
    const friend = { experiment_id, username: "Friend" };
    expect((await editor("POST", `${path}/create`, { ...friend, permission: "EDIT" })).status).toBe(200);
    expect((await editor("DELETE", `${path}/delete`, friend)).status).toBe(200);
  });

  test("leave out datasets and notebooks, for which MLflow has no word", async () => {
    const { admin, db } = await begin(provider);
    const root = "/api/projects/neo";
    const { id } = (await admin<{ id: number }>("POST", `${root}/groups`, { name: "Analysts" })).body;
    const notebook = (await admin<{ id: string }>("POST", `${root}/notebooks`, { title: "look" })).body.id;
    for (const on of [
      { kind: "experiment", name: "open" },
      { kind: "notebook", id: notebook },
    ])
      expect(
        (await admin("POST", `${root}/grants`, { subject: { group: id }, on, access: "viewer" })).status,
      ).toBe(201);
    const listed = await admin("GET", `${api}/roles/permissions/list?role_id=${id}`);
    expect(listed.body).toMatchObject({
      role_permissions: [{ resource_type: "experiment", resource_pattern: "1", permission: "READ" }],
    });
    const row = await db.grant.findFirstOrThrow({ where: { scopeKind: "notebook", subjectKind: "group" } });
    const edit = { role_permission_id: row.id, permission: "EDIT" };
    expect((await admin("PATCH", `${api}/roles/permissions/update`, edit)).status).toBe(404);
    const removal = { role_permission_id: row.id };
    expect((await admin("DELETE", `${api}/roles/permissions/remove`, removal)).status).toBe(404);
    expect(await db.grant.count({ where: { id: row.id } })).toBe(1);
  });

  test("are given by nobody above their own role; accounts are made by administrators alone", async () => {
    const { admin, person, stranger, db } = await begin(provider);
    const maintainer = await person("Maintainer", { slug: "neo", role: "MAINTAINER" });
    const viewer = await person("Viewer", { slug: "neo", role: "VIEWER" });
    for (const [method, path, body] of [
      ["POST", "users/create", { username: "x", password: "long enough" }],
      ["PATCH", "users/update-admin", { username: "Maintainer", is_admin: true }],
      ["DELETE", "users/delete", { username: "Viewer" }],
      ["PATCH", "users/update-password", { username: "Viewer", password: "long enough" }],
    ] as const) {
      expect((await maintainer(method, `${api}/${path}`, body)).status, path).toBe(403);
    }
    expect((await viewer("GET", `${api}/users/get?username=Maintainer`)).status).toBe(403);
    expect((await maintainer("GET", `${api}/users/get?username=ines@example.com`)).status).toBe(200);
    await person("Elsewhere");
    expect((await maintainer("GET", `${api}/users/get?username=Elsewhere`)).status).toBe(404);
    expect(
      (
        await maintainer("POST", `${api}/users/permissions/grant`, {
          username: "Viewer",
          resource_type: "workspace",
          resource_id: "*",
          permission: "MANAGE",
        })
      ).status,
    ).toBe(200);
    expect(
      (await admin("POST", `${api}/users/create`, { username: "new-user", password: "long enough" })).status,
    ).toBe(200);
    const basic = { authorization: `Basic ${Buffer.from("new-user:long enough").toString("base64")}` };
    const asked = `${api}/experiments/get?experiment_id=1`;
    expect((await stranger("GET", asked, undefined, basic)).status).toBe(404);
    await admin("POST", `${api}/users/permissions/grant`, {
      username: "new-user",
      resource_type: "workspace",
      resource_id: "*",
      permission: "USE",
    });
    expect((await stranger("GET", asked, undefined, basic)).status).toBe(200);
    expect(
      (
        await stranger(
          "PATCH",
          `${api}/users/update-password`,
          { username: "new-user", password: "another one", current_password: "wrong" },
          basic,
        )
      ).status,
    ).toBe(400);
    expect(
      (
        await stranger(
          "PATCH",
          `${api}/users/update-password`,
          { username: "new-user", password: "another one", current_password: "long enough" },
          basic,
        )
      ).status,
    ).toBe(200);
    expect((await stranger("GET", asked, undefined, basic)).status).toBe(401);
    for (const [method, path, body] of [
      ["DELETE", "users/delete", { username: "ines@example.com" }],
      ["PATCH", "users/update-admin", { username: "ines@example.com", is_admin: false }],
    ] as const) {
      expect((await admin(method, `${api}/${path}`, body)).body, path).toMatchObject({
        error_code: "INVALID_STATE",
      });
    }
    expect((await admin("DELETE", `${api}/users/delete`, { username: "new-user" })).status).toBe(200);
    expect(await db.user.count({ where: { name: "new-user" } })).toBe(0);
    expect(
      await db.auditEvent.count({
        where: { action: { in: ["user.create", "user.password", "user.delete", "member.add"] } },
      }),
    ).toBe(4);
  });
});

onBothDatabases("an account that MLflow's auth client makes", (provider) => {
  test.each(["none", "viewer"] as const)("joins its project as %s, as the server is set", async (joins) => {
    const instance = await startInstance(provider, { env: { PERIHELION_CREATED_USERS_JOIN: joins } });
    await projectIn(instance);
    const account = { username: "new-user", password: "long enough" };
    expect((await instance.admin("POST", `${api}/users/create`, account)).status).toBe(200);
    const basic = { authorization: `Basic ${Buffer.from("new-user:long enough").toString("base64")}` };
    const { status } = await instance.stranger(
      "GET",
      `${api}/experiments/get?experiment_id=0`,
      undefined,
      basic,
    );
    expect(status).toBe(joins === "viewer" ? 200 : 404);
    const runs = await instance.stranger("POST", `${api}/runs/create`, { experiment_id: "0" }, basic);
    expect(runs.status).toBe(joins === "viewer" ? 403 : 404);
  });
});
