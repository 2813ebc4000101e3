import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance, type Client } from "../instance";

const api = "/mlflow/neo/api/2.0/mlflow";
type Run = { run: { info: { run_id: string } } };

/** A project with an experiment and a model that somebody may not see, beside ones that they may. */
async function begin(provider: "sqlite" | "postgresql") {
  const instance = await startInstance(provider);
  const { admin } = instance;
  await projectIn(instance);
  const uid: Record<string, string> = {};
  for (const [name, experiment_id] of [
    ["open", "1"],
    ["closed", "2"],
  ] as const) {
    await admin("POST", `${api}/experiments/create`, { name });
    uid[name] = (
      await admin<Run>("POST", `${api}/runs/create`, { experiment_id, run_name: `run-${name}` })
    ).body.run.info.run_id;
    await admin("POST", `${api}/runs/log-batch`, {
      run_id: uid[name],
      metrics: [{ key: "m", value: 1, timestamp: 1, step: 1 }],
      params: [{ key: "p", value: "1" }],
    });
    await admin("POST", `${api}/registered-models/create`, { name: `model-${name}` });
    await admin("POST", `${api}/model-versions/create`, {
      name: `model-${name}`,
      source: `runs:/${uid[name]}/model`,
      run_id: uid[name],
    });
  }
  return { ...instance, uid: uid as { open: string; closed: string } };
}

/** Everything that the protocol and the API answer about one experiment, its run and its model. */
const readings = (run: string, name: "open" | "closed") => [
  `${api}/experiments/get?experiment_id=${name === "open" ? 1 : 2}`,
  `${api}/experiments/get-by-name?experiment_name=${name}`,
  `${api}/runs/get?run_id=${run}`,
  `${api}/metrics/get-history?run_id=${run}&metric_key=m`,
  `${api}/metrics/get-history-bulk?run_id=${run}&metric_key=m`,
  `${api}/metrics/get-history-bulk-interval?run_ids=${run}&metric_key=m`,
  `${api}/artifacts/list?run_id=${run}`,
  `${api}/registered-models/get?name=model-${name}`,
  `${api}/model-versions/get?name=model-${name}&version=1`,
  `${api}/model-versions/get-download-uri?name=model-${name}&version=1`,
  `/api/projects/neo/runs/${run}`,
  `/api/projects/neo/runs?experiment=${name}`,
  `/api/projects/neo/runs/${run}/series?metric=m&pixels=100`,
  `/api/projects/neo/models/model-${name}`,
];

const listings = async (client: Client) => {
  const search = await Promise.all([
    client("POST", `${api}/runs/search`, { experiment_ids: ["1", "2"] }),
    client("POST", `${api}/experiments/search`, { max_results: 100 }),
    client("GET", `${api}/registered-models/search`),
    client("GET", `${api}/model-versions/search`),
    client("GET", "/api/projects/neo/runs"),
    client("GET", "/api/projects/neo/experiments"),
    client("GET", "/api/projects/neo/models"),
  ]);
  return search.map(({ status, text }) => ({
    status,
    open: /(run|model)-open|"open"/.test(text),
    closed: /(run|model)-closed|"closed"/.test(text),
  }));
};

onBothDatabases("permissions on one experiment or model", (provider) => {
  test("take it out of everything that a member reads, and out of every list", async () => {
    const { admin, person, uid, db } = await begin(provider);
    const editor = await person("Editor", { slug: "neo", role: "EDITOR" });
    const username = "Editor";
    for (const [path, named] of [
      ["experiments", { experiment_id: "2" }],
      ["registered-models", { name: "model-closed" }],
    ] as const) {
      const { status, body } = await admin("POST", `${api}/${path}/permissions/create`, {
        ...named,
        username,
        permission: "NO_PERMISSIONS",
      });
      expect([status, body], path).toMatchObject([
        200,
        {
          [path === "experiments" ? "experiment_permission" : "registered_model_permission"]: {
            user_id: editor.id,
            permission: "NO_PERMISSIONS",
          },
        },
      ]);
    }
    for (const path of readings(uid.open, "open")) expect((await editor("GET", path)).status, path).toBe(200);
    for (const path of readings(uid.closed, "closed"))
      expect((await editor("GET", path)).status, path).toBe(404);
    for (const listing of await listings(editor))
      expect(listing).toEqual({ status: 200, open: true, closed: false });
    expect(
      (await editor<{ counts: { experiments: number; models: number } }>("GET", "/api/projects/neo")).body
        .counts,
    ).toMatchObject({ experiments: 1, models: 1 });
    for (const [method, path, body] of [
      ["POST", "runs/log-metric", { run_id: uid.closed, key: "a", value: 1, timestamp: 1 }],
      ["POST", "runs/create", { experiment_id: "2" }],
      ["POST", "runs/delete", { run_id: uid.closed }],
      ["POST", "logged-models", { experiment_id: "2", name: "x" }],
      ["POST", "model-versions/create", { name: "model-open", source: `runs:/${uid.closed}/model` }],
      ["POST", "registered-models/set-tag", { name: "model-closed", key: "a", value: "b" }],
    ] as const)
      expect((await editor(method, `${api}/${path}`, body)).status, path).toBe(404);
    expect(
      (await editor("POST", "/api/projects/neo/runs/delete", { runs: [uid.open, uid.closed] })).status,
    ).toBe(404);
    expect(await db.run.count({ where: { deletedAt: { not: null } } })).toBe(0);
    await admin("DELETE", `${api}/experiments/permissions/delete`, { experiment_id: "2", username });
    expect((await editor("GET", `${api}/runs/get?run_id=${uid.closed}`)).status).toBe(200);
  });

  test("let somebody in who is in no role of the project, there and nowhere else", async () => {
    const { admin, person, uid } = await begin(provider);
    const guest = await person("Guest");
    expect((await guest("GET", `${api}/experiments/get?experiment_id=1`)).status).toBe(404);
    await admin("POST", `${api}/experiments/permissions/create`, {
      experiment_id: "1",
      username: "Guest",
      permission: "EDIT",
    });
    await admin("POST", `${api}/registered-models/permissions/create`, {
      name: "model-open",
      username: "Guest",
      permission: "READ",
    });
    for (const path of readings(uid.open, "open")) expect((await guest("GET", path)).status, path).toBe(200);
    for (const path of readings(uid.closed, "closed"))
      expect((await guest("GET", path)).status, path).toBe(404);
    for (const listing of await listings(guest))
      expect(listing).toEqual({ status: 200, open: true, closed: false });
    expect((await guest("POST", `${api}/runs/create`, { experiment_id: "1" })).status).toBe(200);
    expect(
      (await guest("POST", `${api}/registered-models/set-tag`, { name: "model-open", key: "a", value: "b" }))
        .status,
    ).toBe(403);
    for (const [method, path] of [
      ["POST", `${api}/experiments/create`],
      ["GET", "/api/projects/neo/datasets"],
      ["GET", "/api/projects/neo/members"],
      ["GET", "/api/projects/neo/jobs"],
      ["GET", "/api/projects/neo/events"],
      ["GET", `${api}/webhooks`],
    ] as const) {
      expect((await guest(method, path, method === "POST" ? { name: "x" } : undefined)).status, path).toBe(
        404,
      );
    }
  });

  test("bound a person to exactly what the word says, and come back as the same word", async () => {
    const { admin, person, uid } = await begin(provider);
    const editor = await person("Editor", { slug: "neo", role: "EDITOR" });
    const on = { experiment_id: "1", username: "Editor" };
    const log = async () =>
      (await editor("POST", `${api}/runs/log-metric`, { run_id: uid.open, key: "a", value: 1, timestamp: 1 }))
        .status;
    await admin("POST", `${api}/experiments/permissions/create`, { ...on, permission: "READ" });
    expect(await log()).toBe(403);
    expect(
      (await admin("POST", `${api}/experiments/permissions/create`, { ...on, permission: "EDIT" })).body,
    ).toMatchObject({ error_code: "RESOURCE_ALREADY_EXISTS" });
    for (const [permission, status] of [
      ["USE", 403],
      ["EDIT", 200],
      ["MANAGE", 200],
      ["NO_PERMISSIONS", 404],
    ] as const) {
      expect(
        (await admin("PATCH", `${api}/experiments/permissions/update`, { ...on, permission })).status,
      ).toBe(200);
      const { body } = await admin<{ experiment_permission: { permission: string } }>(
        "GET",
        `${api}/experiments/permissions/get?experiment_id=1&username=Editor`,
      );
      expect([body.experiment_permission.permission, await log()]).toEqual([permission, status]);
    }
    await admin("PATCH", `${api}/experiments/permissions/update`, { ...on, permission: "MANAGE" });
    const friend = await person("Friend", { slug: "neo", role: "VIEWER" });
    expect(
      (
        await editor("POST", `${api}/experiments/permissions/create`, {
          experiment_id: "1",
          username: "Friend",
          permission: "EDIT",
        })
      ).status,
    ).toBe(200);
    expect((await friend("POST", `${api}/runs/create`, { experiment_id: "1" })).status).toBe(200);
    expect(
      (
        await editor("POST", `${api}/experiments/permissions/create`, {
          experiment_id: "2",
          username: "Friend",
          permission: "EDIT",
        })
      ).status,
    ).toBe(403);
    expect(
      (await admin("POST", `${api}/experiments/permissions/create`, { ...on, permission: "OWN" })).body,
    ).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE" });
    expect(
      (
        await admin("POST", `${api}/experiments/permissions/create`, {
          experiment_id: "77",
          username: "Editor",
          permission: "READ",
        })
      ).body,
    ).toMatchObject({ error_code: "RESOURCE_DOES_NOT_EXIST" });
  });

  test("come by groups too, and go with them", async () => {
    const { admin, person } = await begin(provider);
    const viewer = await person("Viewer", { slug: "neo", role: "VIEWER" });
    const outsider = await person("Outsider");
    const { body } = await admin<{ role: { id: number } }>("POST", `${api}/roles/create`, {
      workspace: "neo",
      name: "Analysts",
    });
    const role_id = body.role.id;
    await admin("POST", `${api}/roles/permissions/add`, {
      role_id,
      resource_type: "experiment",
      resource_pattern: "*",
      permission: "EDIT",
    });
    await admin("POST", `${api}/roles/permissions/add`, {
      role_id,
      resource_type: "registered_model",
      resource_pattern: "model-closed",
      permission: "DENY",
    });
    for (const username of ["Viewer", "Outsider"])
      await admin("POST", `${api}/roles/assign`, { role_id, username });
    for (const client of [viewer, outsider])
      expect((await client("POST", `${api}/runs/create`, { experiment_id: "2" })).status).toBe(200);
    expect((await viewer("GET", `${api}/registered-models/get?name=model-closed`)).status).toBe(404);
    expect((await viewer("GET", `${api}/registered-models/get?name=model-open`)).status).toBe(200);
    expect((await outsider("GET", `${api}/registered-models/get?name=model-open`)).status).toBe(404);
    expect(
      (
        await admin(
          "GET",
          `${api}/users/permissions/get?username=Viewer&resource_type=registered_model` +
            "&resource_id=model-closed",
        )
      ).body,
    ).toEqual({ allowed: false, permission: "NO_PERMISSIONS" });
    expect(
      (
        await admin(
          "GET",
          `${api}/users/permissions/get?username=Viewer&resource_type=experiment&resource_id=2`,
        )
      ).body,
    ).toEqual({ allowed: true, permission: "EDIT" });
    expect((await outsider<{ projects: { slug: string }[] }>("GET", "/api/projects")).body.projects).toEqual(
      [],
    );
    await admin("POST", `${api}/roles/permissions/add`, {
      role_id,
      resource_type: "workspace",
      resource_pattern: "*",
      permission: "USE",
    });
    expect(
      (await outsider<{ projects: { slug: string }[] }>("GET", "/api/projects")).body.projects,
    ).toMatchObject([{ slug: "neo" }]);
    expect((await outsider("GET", "/api/2.0/mlflow/experiments/get?experiment_id=1")).status).toBe(200);
    await admin("DELETE", `${api}/roles/delete`, { role_id });
    expect((await viewer("POST", `${api}/runs/create`, { experiment_id: "2" })).status).toBe(403);
    expect((await outsider("GET", `${api}/experiments/get?experiment_id=2`)).status).toBe(404);
  });

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
