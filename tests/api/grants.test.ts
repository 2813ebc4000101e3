import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";

type Grants = { grants: { id: number; who: string; on: string; may: string }[]; next: number | null };
type Groups = {
  groups: { id: number; name: string; role: string | null; size: number }[];
  next: string | null;
};

/** A project with one resource of each kind, and what names each in the body of a grant. */
async function begin(provider: "sqlite" | "postgresql") {
  const instance = await startInstance(provider);
  const { admin } = instance;
  const root = await projectIn(instance);
  const api = "/mlflow/neo/api/2.0/mlflow";
  await admin("POST", `${api}/experiments/create`, { name: "trees" });
  await admin("POST", `${api}/registered-models/create`, { name: "forest" });
  await admin("POST", `${root}/datasets`, formOf("nasa.csv", "x,y\n1,2\n", { name: "nasa" }));
  const { body } = await admin<{ id: string }>("POST", `${root}/notebooks`, { title: "look" });
  const resources = [
    [{ kind: "experiment", name: "trees" }, `${api}/experiments/get?experiment_id=1`],
    [{ kind: "model", name: "forest" }, `${root}/models/forest`],
    [{ kind: "dataset", name: "nasa" }, `${root}/datasets/nasa/versions/1`],
    [{ kind: "notebook", id: body.id }, `${root}/notebooks/${body.id}`],
  ] as const;
  return { ...instance, root, resources };
}

onBothDatabases("permissions on one resource", (provider) => {
  test("are given and taken back by HTTP, to people and to groups", async () => {
    const { admin, person, root, resources } = await begin(provider);
    const viewer = await person("Viewer", { slug: "neo", role: "VIEWER" });
    const guest = await person("Guest");
    const group = (await admin<{ id: number }>("POST", `${root}/groups`, { name: "Analysts" })).body.id;
    expect((await admin("PUT", `${root}/groups/${group}/members/${guest.id}`)).status).toBe(200);
    for (const [on, path] of resources) {
      const grant = (subject: object, access: string) =>
        admin("POST", `${root}/grants`, { subject, on, access });
      expect((await grant({ person: viewer.id }, "none")).status, on.kind).toBe(201);
      expect((await viewer("GET", path)).status, on.kind).toBe(404);
      expect((await guest("GET", path)).status, on.kind).toBe(404);
      expect((await grant({ group }, "viewer")).status, on.kind).toBe(201);
      expect((await guest("GET", path)).status, on.kind).toBe(200);
      expect((await grant({ person: viewer.id }, "viewer")).status, on.kind).toBe(201);
      expect((await viewer("GET", path)).status, on.kind).toBe(200);
    }
    const { grants } = (await admin<Grants>("GET", `${root}/grants`)).body;
    expect(grants.map(({ who, on, may }) => [who, on, may])).toEqual(
      ["experiment trees", "model forest", "dataset nasa", "notebook look"].flatMap((on) => [
        ["Analysts", on, "read"],
        ["Viewer", on, "read"],
      ]),
    );
    const first = (await admin<Grants>("GET", `${root}/grants?limit=3`)).body;
    const second = (await admin<Grants>("GET", `${root}/grants?after=${first.next}`)).body;
    expect([...first.grants, ...second.grants]).toEqual(grants);
    for (const { id } of grants) expect((await admin("DELETE", `${root}/grants/${id}`)).status).toBe(200);
    for (const [{ kind }, path] of resources) {
      expect((await guest("GET", path)).status, kind).toBe(404);
      expect((await viewer("GET", path)).status, kind).toBe(200);
    }
  });

  test("are exact: an editor who is given reading does not write", async () => {
    const { admin, person, root, resources } = await begin(provider);
    const editor = await person("Editor", { slug: "neo", role: "EDITOR" });
    const [on, path] = resources[3];
    const save = () => editor("PUT", path, { title: "x", cells: [], revision: 1 });
    await admin("POST", `${root}/grants`, { subject: { person: editor.id }, on, access: "viewer" });
    expect((await save()).status).toBe(403);
    await admin("POST", `${root}/grants`, { subject: { person: editor.id }, on, access: "editor" });
    expect((await save()).status).not.toBe(403);
  });

  test("are given by whoever manages members, up to their own role and over nobody stronger", async () => {
    const { admin, db, person, root, resources } = await begin(provider);
    const maintainer = await person("Maintainer", { slug: "neo", role: "MAINTAINER" });
    const editor = await person("Editor", { slug: "neo", role: "EDITOR" });
    const [on] = resources[2];
    const owner = (await admin<{ id: string }>("GET", "/api/me")).body.id;
    const to = (id: string, access: string) => ({ subject: { person: id }, on, access });
    expect((await editor("POST", `${root}/grants`, to(editor.id, "maintainer"))).status).toBe(403);
    expect((await maintainer("POST", `${root}/grants`, to(editor.id, "maintainer"))).status).toBe(201);
    expect((await maintainer("POST", `${root}/grants`, to(owner, "none"))).status).toBe(403);
    const bound = { ...to(owner, "viewer"), on: resources[3][0] };
    expect((await admin("POST", `${root}/grants`, bound)).status).toBe(201);
    const { grants } = (await admin<Grants>("GET", `${root}/grants`)).body;
    const { id } = grants.find(({ on }) => on === "notebook look")!;
    expect((await maintainer("DELETE", `${root}/grants/${id}`)).status).toBe(403);
    expect((await admin("DELETE", `${root}/grants/${id}`)).status).toBe(200);
    const second = await person("Administrator");
    await db.user.update({ where: { id: second.id }, data: { isAdmin: true } });
    expect((await maintainer("POST", `${root}/grants`, to(second.id, "none"))).status).toBe(403);
    expect((await editor("POST", `${root}/grants`, to(maintainer.id, "viewer"))).status).toBe(201);
    for (const [body, status] of [
      [{ ...to(editor.id, "owner") }, 400],
      [{ ...to("nobody", "viewer") }, 404],
      [{ ...to(editor.id, "viewer"), on: { kind: "dataset", name: "none" } }, 404],
      [{ ...to(editor.id, "viewer"), subject: { group: 77 } }, 404],
      [{ ...to(editor.id, "viewer"), subject: {} }, 400],
    ] as const)
      expect((await admin("POST", `${root}/grants`, body)).status, JSON.stringify(body)).toBe(status);
  });
});

onBothDatabases("who manages one resource alone", (provider) => {
  test("lists its permissions, gives and takes them back, and touches nobody else's", async () => {
    const { admin, person, root, resources } = await begin(provider);
    const manager = await person("Manager");
    const guest = await person("Guest");
    const group = (await admin<{ id: number }>("POST", `${root}/groups`, { name: "Analysts" })).body.id;
    const [[own], [other]] = [resources[0], resources[1]];
    const give = (who: typeof admin, subject: object, on: object, access = "viewer") =>
      who("POST", `${root}/grants`, { subject, on, access });
    await give(admin, { person: manager.id }, own, "maintainer");
    await give(admin, { person: guest.id }, other);
    await give(admin, { group }, other);
    expect((await give(manager, { person: guest.id }, own)).status).toBe(201);
    expect((await give(manager, { group }, own)).status).toBe(201);
    const all = (await admin<Grants>("GET", `${root}/grants`)).body.grants;
    const seen = (await manager<Grants>("GET", `${root}/grants`)).body.grants;
    expect(seen.map(({ who, on }) => [who, on])).toEqual([
      ["Manager", "experiment trees"],
      ["Guest", "experiment trees"],
      ["Analysts", "experiment trees"],
    ]);
    for (const { id, on } of all.filter(({ on }) => on !== "experiment trees"))
      expect((await manager("DELETE", `${root}/grants/${id}`)).status, on).toBe(404);
    for (const { id } of seen.slice(1))
      expect((await manager("DELETE", `${root}/grants/${id}`)).status).toBe(200);
    expect((await guest("GET", resources[0][1])).status).toBe(404);
    expect((await guest("GET", resources[1][1])).status).toBe(200);
    expect((await guest("GET", `${root}/grants`)).status).toBe(404);
  });
});

onBothDatabases("what is done to a group", (provider) => {
  test("takes nothing from somebody stronger in it, by whichever of its changes", async () => {
    const { admin, db, person, root, resources } = await begin(provider);
    const maintainer = await person("Maintainer", { slug: "neo", role: "MAINTAINER" });
    const administrator = await person("Administrator");
    await db.user.update({ where: { id: administrator.id }, data: { isAdmin: true } });
    const owner = (await admin<{ id: string }>("GET", "/api/me")).body.id;
    const api = "/mlflow/neo/api/2.0/mlflow/roles";
    const [on] = resources[2];
    for (const [i, strong] of [owner, administrator.id].entries()) {
      const name = `Group ${i}`;
      const { id: group } = (await admin<{ id: number }>("POST", `${root}/groups`, { name })).body;
      const path = `${root}/groups/${group}`;
      const grant = (access: string) =>
        maintainer("POST", `${root}/grants`, { subject: { group }, on, access });
      expect((await maintainer("PUT", `${path}/members/${strong}`)).status).toBe(200);
      expect((await grant("none")).status).toBe(403);
      expect((await grant("editor")).status).toBe(201);
      expect((await grant("viewer")).status).toBe(403);
      expect((await grant("maintainer")).status).toBe(201);
      const deny = { role_id: group, resource_type: "experiment", resource_pattern: "1" };
      const denied = { ...deny, permission: "NO_PERMISSIONS" };
      expect((await maintainer("POST", `${api}/permissions/add`, denied)).status).toBe(403);
      expect((await maintainer("PATCH", path, { role: "EDITOR" })).status).toBe(200);
      expect((await maintainer("PATCH", path, { role: "VIEWER", name: "Renamed" })).status).toBe(403);
      expect((await maintainer("PATCH", path, { role: null })).status).toBe(403);
      expect((await maintainer("DELETE", `${path}/members/${strong}`)).status).toBe(403);
      expect((await maintainer("DELETE", path)).status).toBe(403);
      const { grants } = (await admin<Grants>("GET", `${root}/grants`)).body;
      const { id } = grants.find(({ who, on }) => who === name && on === "dataset nasa")!;
      expect((await maintainer("DELETE", `${root}/grants/${id}`)).status).toBe(403);
      expect(
        (await maintainer("DELETE", `${api}/permissions/remove`, { role_permission_id: id })).status,
      ).toBe(
        404, // MLflow has no word for datasets
      );
      expect((await admin("DELETE", `${path}/members/${strong}`)).status).toBe(200);
      expect((await grant("none")).status).toBe(201);
      expect((await maintainer("PUT", `${path}/members/${strong}`)).status).toBe(403);
      expect((await admin("PUT", `${path}/members/${strong}`)).status).toBe(200);
      expect((await admin("DELETE", path)).status).toBe(200);
    }
  });
});

onBothDatabases("a group", (provider) => {
  test("is made, given a role, filled, renamed, deleted by HTTP; its rights go with it", async () => {
    const instance = await startInstance(provider);
    const { admin, person } = instance;
    const root = await projectIn(instance);
    const ada = await person("Ada");
    const { id } = (await admin<{ id: number }>("POST", `${root}/groups`, { name: "Analysts" })).body;
    expect((await admin("POST", `${root}/groups`, { name: "Analysts" })).status).toBe(409);
    const path = `${root}/groups/${id}`;
    expect((await admin("PUT", `${path}/members/nobody`)).status).toBe(404);
    expect((await admin("PUT", `${path}/members/${ada.id}`)).status).toBe(200);
    expect((await ada("GET", root)).status).toBe(404);
    expect((await admin("PATCH", path, { role: "EDITOR", name: "Scientists" })).status).toBe(200);
    expect((await admin("PATCH", path, { role: "OWNER" })).status).toBe(400);
    expect((await admin<Groups>("GET", `${root}/groups`)).body.groups).toMatchObject([
      { id, name: "Scientists", role: "EDITOR", size: 1 },
    ]);
    expect((await ada("POST", `${root}/notebooks`, { title: "x" })).status).toBe(201);
    expect((await admin("PATCH", path, { role: null })).status).toBe(200);
    expect((await ada("GET", root)).status).toBe(404);
    await admin("PATCH", path, { role: "VIEWER" });
    expect((await ada("GET", root)).status).toBe(200);
    expect((await ada("GET", `${root}/groups`)).status).toBe(403);
    expect((await admin("DELETE", `${path}/members/${ada.id}`)).status).toBe(200);
    expect((await ada("GET", root)).status).toBe(404);
    expect((await admin("DELETE", path)).status).toBe(200);
    expect((await admin<Groups>("GET", `${root}/groups`)).body.groups).toEqual([]);
  });
});
