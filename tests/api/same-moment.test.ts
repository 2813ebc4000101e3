import { expect, test } from "vitest";
import { createToken } from "@/lib/auth/tokens";
import { hashOfSecret, hashPassword } from "@/lib/auth/secrets";
import { signIn } from "@/lib/auth/sign-in";
import { directOf } from "@/lib/db/direct";
import { onPostgres } from "../fresh-db";
import { formOf, projectIn, startInstance, type Answer, type Instance } from "../instance";

const times = (count: number) => Array.from({ length: count }, (_, i) => i);
const failures = (answers: readonly Answer[]) => answers.filter(({ status }) => status >= 500);

onPostgres("a way in that is opened while others are closed", () => {
  test("is closed with them: a token with the one that it is made with, or with the password", async () => {
    const instance = await startInstance("postgresql");
    const { admin, db, adminToken } = instance;
    const { id } = (await admin<{ id: string }>("GET", "/api/me")).body;
    const works = { userId: id, revokedAt: null, hash: { not: hashOfSecret(adminToken) } };
    const mint = (secret: string) =>
      times(6).map((i) => instance.clientOf(secret)("POST", "/api/me/tokens", { name: `made ${i}` }));
    for (const round of times(12)) {
      const parent = (
        await admin<{ id: string; secret: string }>("POST", "/api/me/tokens", { name: "parent" })
      ).body;
      const answers = await Promise.all([
        ...mint(parent.secret),
        admin("DELETE", `/api/me/tokens/${parent.id}`),
        ...mint(parent.secret),
      ]);
      expect(failures(answers)).toEqual([]);
      expect(await db.apiToken.count({ where: works }), `round ${round}`).toBe(0);
    }
    const mei = await instance.person("Mei");
    const actor = { id: mei.id, name: "Mei", via: "token" as const, viaId: "", from: null };
    await db.user.update({ where: { id: mei.id }, data: { passwordHash: await hashPassword("password 0") } });
    for (const round of times(6)) {
      const secret = `peri_round-${round}`;
      const token = await db.apiToken.create({
        data: { userId: mei.id, name: "own", hash: hashOfSecret(secret), hint: "" },
      });
      const change = { current: `password ${round}`, password: `password ${round + 1}`, revokeTokens: true };
      const changed = instance.clientOf(secret)("POST", "/api/me/password", change);
      let over = false;
      void changed.finally(() => (over = true));
      while (!over)
        await createToken(
          db,
          { ...actor, viaId: token.id },
          { name: "x", expiresAt: null, now: new Date() },
        ).catch(() => undefined);
      expect((await changed).status).toBe(200);
      expect(await db.apiToken.count({ where: { userId: mei.id, revokedAt: null } }), `round ${round}`).toBe(
        0,
      );
    }
  });

  test("is never opened by a password or an account that is being closed", async () => {
    const instance = await startInstance("postgresql");
    const { admin, db } = instance;
    const password = "first password";
    for (const round of times(4)) {
      const email = `mei-${round}@example.com`;
      const { id } = await db.user.create({
        data: { name: "Mei", email, passwordHash: await hashPassword(password) },
      });
      const enter = () =>
        signIn(db, { email, password, now: new Date(), from: null, device: `d${Math.random()}` }).catch(
          () => null,
        );
      await Promise.all([
        ...times(3).map(enter),
        admin("PATCH", `/api/people/${id}`, { disabled: true }),
        ...times(3).map(enter),
      ]);
      expect(await db.session.count({ where: { userId: id, revokedAt: null } }), `round ${round}`).toBe(0);
    }
  });
});

onPostgres("changes of the same thing at the same moment", () => {
  test("of a group and of what it holds all end in words: done, or why not", async () => {
    const instance = await startInstance("postgresql");
    const { admin, person, db } = instance;
    const root = await projectIn(instance);
    const api = "/mlflow/neo/api/2.0/mlflow";
    await admin("POST", `${api}/experiments/create`, { name: "trees" });
    await person("Ada");
    const groups = await Promise.all(
      ["a", "b"].map(
        async (name) => (await admin<{ id: number }>("POST", `${root}/groups`, { name })).body.id,
      ),
    );
    const experiment = { experiment_id: "1", username: "Ada" };
    for (const round of times(5)) {
      const answers = await Promise.all(
        times(4).flatMap((i) => [
          admin("POST", `${api}/experiments/permissions/create`, { ...experiment, permission: "READ" }),
          admin("PATCH", `${api}/experiments/permissions/update`, { ...experiment, permission: "EDIT" }),
          ...groups.flatMap((group) => [
            admin("POST", `${api}/roles/permissions/add`, {
              role_id: group,
              resource_type: "experiment",
              resource_pattern: "1",
              permission: "READ",
            }),
            admin("PATCH", `${root}/groups/${group}`, {
              role: i % 2 ? "VIEWER" : "EDITOR",
              name: `n${round}`,
            }),
          ]),
        ]),
      );
      expect(failures(answers)).toEqual([]);
      await admin("DELETE", `${api}/experiments/permissions/delete`, experiment);
    }
    expect(await db.grant.count({ where: { subjectKind: "group", scopeKind: "project" } })).toBe(2);
  });

  test("of a group's name and role is one: where the name is taken, the role stays", async () => {
    const instance = await startInstance("postgresql");
    const root = await projectIn(instance);
    const ids = [];
    for (const name of ["a", "b"])
      ids.push((await instance.admin<{ id: number }>("POST", `${root}/groups`, { name })).body.id);
    const taken = await instance.admin("PATCH", `${root}/groups/${ids[1]}`, { name: "a", role: "EDITOR" });
    expect(taken.status).toBe(409);
    expect(await instance.db.grant.count({ where: { subjectKind: "group" } })).toBe(0);
  });

  test("is done again where two wait for each other, by whichever statements they came to that", async () => {
    const { db } = await startInstance("postgresql");
    const people = await Promise.all(
      ["a", "b"].map((name) => db.user.create({ data: { name, email: name, passwordHash: "" } })),
    );
    const ids = people.map(({ id }) => id);
    type Rename = (id: string, name: string) => Promise<unknown>;
    const inPrisma = (work: (rename: Rename) => Promise<void>) =>
      db.$transaction((tx) => work((id, name) => tx.user.update({ where: { id }, data: { name } })));
    const inText = (work: (rename: Rename) => Promise<void>) =>
      db.$transaction((tx) =>
        work((id, name) => tx.$executeRaw`UPDATE "User" SET "name" = ${name} WHERE "id" = ${id}`),
      );
    const below = (work: (rename: Rename) => Promise<void>) =>
      directOf(db).transaction((sql) =>
        work((id, name) => sql.all(`UPDATE "User" SET "name" = $1 WHERE "id" = $2`, [name, id])),
      );
    for (const transaction of [inPrisma, inText, below]) {
      let [waiting, meet] = [0, () => undefined as void];
      const met = new Promise<void>((resolve) => (meet = resolve));
      const renameBoth = (order: string[], name: string) =>
        transaction(async (rename) => {
          await rename(order[0]!, name);
          if (++waiting === 2) meet();
          await met; // each holds a row that the other wants
          await rename(order[1]!, name);
        });
      await Promise.all([renameBoth(ids, "first"), renameBoth(ids.toReversed(), "second")]);
      const names = await db.user.findMany({ where: { id: { in: ids } }, select: { name: true } });
      expect(new Set(names.map(({ name }) => name)).size).toBe(1);
    }
  });
});

/** A project with a sweep of six jobs, and a worker's client. */
async function sweepOf(instance: Instance, root: string) {
  const started = await instance.admin("POST", `${root}/jobs`, {
    dataset: "data",
    target: "y",
    algorithms: times(6).map((k) => ({ algorithm: "nearest-neighbours", k: k + 1 })),
  });
  expect(started.status).toBe(201);
  const { uid } = await instance.db.run.findFirstOrThrow({
    where: { parentId: null },
    orderBy: { id: "desc" },
  });
  return uid;
}

onPostgres("a sweep that is stopped while its jobs end", () => {
  test("stops, and every job is over once, whoever came first", async () => {
    const instance = await startInstance("postgresql");
    const { admin, clientOf, workerToken, db } = instance;
    const root = await projectIn(instance);
    await admin("POST", `${root}/datasets`, formOf("d.csv", "x,y\n1,a\n2,b\n3,a\n4,b\n", { name: "data" }));
    const worker = clientOf(workerToken);
    for (const round of times(5)) {
      const uid = await sweepOf(instance, root);
      const claimed: { id: string; token: string }[] = [];
      for (let i = 0; i < 3; i++) {
        const body = { worker: "test", slots: 64, free: 64, labels: [] };
        claimed.push(
          (await worker<{ job: (typeof claimed)[0] }>("POST", "/api/worker/claim", body)).body.job,
        );
      }
      const result = { metrics: [{ key: "f1", split: "test", value: round }] };
      const finish = ({ id, token }: { id: string; token: string }) =>
        clientOf(token)("POST", `/api/worker/jobs/${id}/finish`, { status: "FINISHED", result });
      const answers = await Promise.all([
        ...claimed.map(finish),
        admin("POST", `${root}/jobs/cancel`, { group: uid }),
        admin("POST", `${root}/jobs/cancel`, { group: uid }),
      ]);
      expect(failures(answers), JSON.stringify(answers.map(({ text }) => text))).toEqual([]);
      expect(answers.slice(0, 3).map(({ status }) => status)).toEqual([200, 200, 200]);
      const open = { status: { in: ["QUEUED", "RUNNING"] } };
      expect(await db.job.count({ where: open })).toBe(0);
    }
  });
});

onPostgres("a model that is registered and promoted at the same moment", () => {
  test("has its versions and one of them in Production", async () => {
    const instance = await startInstance("postgresql");
    const { admin, db } = instance;
    const root = await projectIn(instance);
    const api = "/mlflow/neo/api/2.0/mlflow";
    const run = async () =>
      (
        await admin<{ run: { info: { run_id: string } } }>("POST", `${api}/runs/create`, {
          experiment_id: "0",
        })
      ).body.run.info.run_id;
    const runs = [await run(), await run()];
    await admin("POST", `${api}/registered-models/create`, { name: "m" });
    const register = (i: number) =>
      admin("POST", `${api}/model-versions/create`, {
        name: "m",
        source: `runs:/${runs[i % 2]}/x`,
        run_id: runs[i % 2],
      });
    const stage = (version: number) =>
      admin("POST", `${api}/model-versions/transition-stage`, {
        name: "m",
        version: String(version),
        stage: "Production",
      });
    for (const i of times(4)) expect((await register(i)).status).toBe(200);
    for (const round of times(4)) {
      const answers = await Promise.all(
        times(4).flatMap((i) => [
          stage(i + 1),
          register(i),
          admin("POST", `${api}/registered-models/alias`, { name: "m", alias: `a${i}`, version: `${i + 1}` }),
          admin("PATCH", `${root}/models/m`, { description: `${round}` }),
        ]),
      );
      expect(failures(answers)).toEqual([]);
      expect(await db.modelVersion.count({ where: { stage: "Production" } })).toBe(1);
    }
    expect(await db.modelVersion.count()).toBe(20);
  });
});
