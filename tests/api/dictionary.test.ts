import { expect, test } from "vitest";
import type { Validation } from "@/lib/datasets/expectations";
import { onBothDatabases } from "../fresh-db";
import { eventually, formOf, projectIn, startInstance, type Instance } from "../instance";

const good = "id,size,kind,when,place\n1,1.5,a,2020-01-01,x\n2,2.5,b,2020-02-01,y\n3,3,a,2020-03-01,z\n";
const bad = "id,size,kind,when,place\n1,-1,a,2020-01-01,x\n2,2.5,q,2031-02-01,y\n2,-999,,2020-03-01,z\n";
const columns = [
  { name: "id", role: "id", unique: true, description: "The number of the rock" },
  { name: "size", unit: "km", least: 0, missingCodes: [-999] },
  { name: "kind", role: "target", required: true, allowed: ["a", "b"] },
  { name: "when", role: "time", most: "2030-01-01" },
];

async function begun(instance: Instance) {
  const root = await projectIn(instance);
  const upload = (text: string, headers = {}) =>
    instance.admin("POST", `${root}/datasets`, formOf("rocks.csv", text), headers);
  await upload(good);
  const say = (method: string, entries: unknown[]) =>
    instance.admin(method, `${root}/datasets/rocks/dictionary`, { columns: entries });
  return { root, upload, say };
}
const outcomes = ({ checks }: Validation) =>
  checks.map(({ column, kind, failing, outcome }) => `${column} ${kind} ${failing} ${outcome}`);

onBothDatabases("the dictionary of a dataset", (provider) => {
  test("is kept whole or by column, and is carried by recipes to what they make", async () => {
    const instance = await startInstance(provider);
    const { root, say } = await begun(instance);
    expect((await say("PUT", columns)).body.columns).toHaveLength(4);
    const changed = await say("PATCH", [
      { name: "size", unit: "m" },
      { name: "when" },
      { name: "place", role: "target" },
    ]);
    expect(changed.body.columns).toEqual([
      columns[0],
      { name: "kind", required: true, allowed: ["a", "b"] },
      { name: "size", unit: "m" },
      { name: "place", role: "target" },
    ]);
    expect((await say("PATCH", [{ name: "x", role: "king" }])).status).toBe(400);
    expect((await say("PUT", [{ name: "x" }, { name: "x" }])).status).toBe(400);
    await instance.admin("POST", `${root}/datasets/rocks/versions/1/recipes`, {
      steps: [
        { kind: "rename", from: "size", to: "diameter" },
        { kind: "drop", columns: ["kind"] },
      ],
      name: "clean",
    });
    const { body } = await instance.admin<{ columns: { name: string }[] }>(
      "GET",
      `${root}/datasets/clean/dictionary`,
    );
    expect(body.columns.map(({ name }) => name)).toEqual(["id", "diameter", "place"]);
  });

  test("says of each new version what it does not meet, with the rows by their key", async () => {
    const instance = await startInstance(provider);
    const { root, upload, say } = await begun(instance);
    await say("PUT", columns);
    const made = await upload(bad);
    expect(made.status).toBe(201);
    const validation = made.body.validation as Validation;
    expect(outcomes(validation)).toEqual([
      "id unique 2 warn",
      "size range 2 warn",
      "size missing-code 1 warn",
      "kind required 1 warn",
      "kind allowed 1 warn",
      "when range 1 warn",
    ]);
    expect(validation.checks[1]!.rows).toEqual([
      { row: 1, key: { id: 1 }, value: -1 },
      { row: 3, key: { id: 2 }, value: -999 },
    ]);
    const page = await instance.admin(
      "GET",
      `${root}/datasets/rocks/versions/2/checks/rows?column=size&kind=range&offset=1&limit=1`,
    );
    expect(page.body.rows).toEqual([{ row: 3, key: { id: 2 }, value: -999 }]);
    const before = await instance.admin<Validation>("GET", `${root}/datasets/rocks/versions/1/checks`);
    expect(new Set(before.body.checks.map(({ outcome }) => outcome))).toEqual(new Set(["met"]));
  });

  test("stops an import, a recipe and a job whose rows fail beyond the tolerated share", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const { root, upload, say } = await begun(instance);
    await say("PUT", [{ name: "size", least: 0, otherwise: "stop", tolerated: 0.5 }]);
    const refused = await upload(bad);
    const words =
      "size is expected to be at least 0; 2 of 3 rows are not, 50.0 % is tolerated (row 1, row 3). " +
      "No version was made.";
    expect([refused.status, refused.body.detail]).toEqual([400, words]);
    await say("PUT", [{ name: "size", least: 2, otherwise: "stop", tolerated: 0.5 }]);
    const steps = [{ kind: "derive", name: "size", formula: "size - 10" }];
    const recipe = await instance.admin("POST", `${root}/datasets/rocks/versions/1/recipes`, { steps });
    expect([recipe.status, recipe.body.detail]).toEqual([
      400,
      expect.stringContaining("3 of 3 rows are not"),
    ]);
    const job = await upload(bad, { prefer: "respond-async" });
    expect(job.status).toBe(202);
    const ended = await eventually(async () => {
      const found = await instance.db.job.findFirst({ where: { status: "FAILED" } });
      return found ?? undefined;
    });
    expect(ended.error).toContain("size is expected to be at least 2; 2 of 3 rows are not");
    expect((await upload(good)).status).toBe(201);
    const { body } = await instance.admin<{ total: number }>("GET", `${root}/datasets/rocks/versions`);
    expect(body.total).toBe(2);
  }, 60_000);

  test("says which columns are no longer of their type", async () => {
    const instance = await startInstance(provider);
    const { root, upload, say } = await begun(instance);
    await say("PUT", [
      { name: "size", type: "number", allowed: [1.5, 2.5, 3] },
      { name: "id", type: "integer" },
    ]);
    const made = await upload("id,size\na,1.5\nb,7\n");
    expect(outcomes(made.body.validation as Validation)).toEqual([
      "size type 0 met",
      "size allowed 1 warn",
      "id type 2 warn",
    ]);
    expect(
      (await instance.admin("GET", `${root}/datasets/rocks/versions/1/checks/rows?column=no&kind=range`)).body
        .detail,
    ).toBe("Nothing of this kind is expected of no.");
  });
});
