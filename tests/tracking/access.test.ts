import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { api, begin, listings, readings } from "./closed-resources";

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
});
