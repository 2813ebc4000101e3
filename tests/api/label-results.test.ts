import { expect, test } from "vitest";
import type { Agreement } from "@/lib/labelling/agreement";
import { onBothDatabases } from "../fresh-db";
import { formOf, startInstance, type Instance } from "../instance";
import { labelling } from "../labelling";

/** Three people label six rows; by place, what they say. */
const said = [
  ["yes", "yes", "yes"],
  ["yes", "no", "yes"],
  ["no", "yes", "unclear"],
  ["no", "no", "no"],
  ["unclear", "no", "no"],
] as const;

async function labelled(instance: Instance) {
  const all = await labelling(instance);
  const { body } = await all.make({ perRow: 3, classes: ["no", "unclear", "yes"], ordinal: true });
  for (const [i, name] of ["Ana", "Ben", "Cleo"].entries()) {
    const one = all.as(await all.person(name), body.id);
    for (const [position, classes] of said.entries())
      expect((await one.label(position, classes[i]!)).status).toBe(200);
    if (i === 0) await one.label(5, "no");
  }
  return { ...all, id: body.id, chief: all.as(instance.admin, body.id) };
}

onBothDatabases("the labels of a task", (provider) => {
  test("agree as far as the packages krippendorff, statsmodels and scikit-learn say", async () => {
    const instance = await startInstance(provider);
    const { chief } = await labelled(instance);
    const { body } = await chief.get<Agreement>("/agreement");
    expect([body.rows, body.disagreeing, body.level, body.pairs.total]).toEqual([5, 3, "ordinal", 3]);
    expect(body.krippendorff).toBeCloseTo(0.4146723646723647, 10);
    expect(body.fleiss).toBeCloseTo(0.22794117647058817, 10);
    const first = body.pairs.shown.find(({ people }) => people.includes("Ana") && people.includes("Cleo"))!;
    expect(first.rows).toBe(5);
    expect(first.cohen).toBeCloseTo(0.375, 10);
    expect(first.weighted).toBeCloseTo(0.75, 10);
    expect(body.agreeing).toBeCloseTo(8 / 15, 10);
  });

  test("are settled by more than half, with ties left and said, or by hand, and back again", async () => {
    const instance = await startInstance(provider);
    const { chief } = await labelled(instance);
    const rule = { rule: "majority" };
    expect((await chief.settle(rule)).body).toEqual({ settled: 2, ties: 1, withoutMajority: 0 });
    expect((await chief.settle({ ...rule, incomplete: true })).body).toEqual({
      settled: 1,
      ties: 1,
      withoutMajority: 0,
    });
    const open = await chief.get<{ rows: { position: number }[] }>("/disagreements");
    expect(open.body.rows.map(({ position }) => position)).toEqual([2]);
    expect((await chief.settle({ position: 2, class: "unclear" })).status).toBe(200);
    expect((await chief.settle({ position: 7, class: "yes" })).status).toBe(409);
    const settled = await chief.get<{ rows: object[] }>("/disagreements?state=settled");
    expect(settled.body.rows).toMatchObject([
      { position: 1, settled: { class: "yes", how: "majority", by: "Inés Carvajal" } },
      { position: 2, settled: { class: "unclear", how: "hand" } },
      { position: 4, settled: { class: "no", how: "majority" } },
      { position: 5, settled: { class: "no", how: "majority" } },
    ]);
    await chief.settle({ position: 2, class: null });
    expect((await chief.get<{ rows: object[] }>("/disagreements")).body.rows).toHaveLength(1);
  });

  test("become a column of a version, with their lineage; rows without a class are missing", async () => {
    const instance = await startInstance(provider);
    const { chief, root } = await labelled(instance);
    await chief.settle({ rule: "majority" });
    const made = await chief.save({ column: "verdict", counts: true, agreement: true });
    expect([made.status, made.body.number, made.body.origin]).toEqual([201, 2, "labels"]);
    expect(made.body.labels).toEqual({
      rows: { labelled: 2, settled: 2, disagreed: 1, incomplete: 1, unlabelled: 2 },
      attached: 8,
    });
    const at = `${root}/datasets/rocks/versions/2`;
    const { rows } = (await instance.admin<{ rows: Record<string, unknown>[] }>("GET", `${at}/rows`)).body;
    expect(rows.map(({ id, verdict }) => [id, verdict])).toEqual([
      [1, "yes"],
      [2, "yes"],
      [3, null],
      [4, "no"],
      [5, "no"],
      [6, null],
      [7, null],
      [8, null],
    ]);
    expect(rows.map((row) => row.verdict_labels)).toEqual([3, 3, 3, 3, 3, 1, 0, 0]);
    expect(rows[1]!.verdict_agreement).toBeCloseTo(2 / 3, 12);
    const lineage = await instance.admin<{ ancestors: object[] }>("GET", `${at}/lineage`);
    expect(lineage.body.ancestors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          kind: "label-task",
          name: "kinds",
          dataset: "rocks",
          how: "verdict from the labels of kinds: 4 of 8 rows, 2 of them settled, 4 left missing",
        }),
        expect.objectContaining({ kind: "dataset", name: "rocks", number: 1 }),
      ]),
    );
    const { saved } = await chief.task();
    expect(saved).toMatchObject([{ name: "rocks", number: 2 }]);
    expect((await chief.save({ column: "Verdict", onto: { version: 2, key: ["id"] } })).status).toBe(400);
    const kept = await chief.send("DELETE", "", { reason: "no use" });
    expect([kept.status, kept.body.detail]).toEqual([409, expect.stringContaining("it stays")]);
  });

  test("find their rows again in another version by a key, or are refused", async () => {
    const instance = await startInstance(provider);
    const { chief, root } = await labelled(instance);
    const newer = "id,weight,kind\n4,1,a\n9,2,b\n1,3,a\n";
    await instance.admin("POST", `${root}/datasets`, formOf("rocks.csv", newer));
    const onto = { version: 2, key: ["id"] };
    const made = await chief.save({ column: "verdict", onto, name: "labelled" });
    expect([made.status, (made.body.labels as { attached: number }).attached]).toEqual([201, 2]);
    const path = `${root}/datasets/labelled/versions/1/rows`;
    const { rows } = (await instance.admin<{ rows: Record<string, unknown>[] }>("GET", path)).body;
    expect(rows.map(({ id, verdict }) => [id, verdict])).toEqual([
      [4, "no"],
      [9, null],
      [1, "yes"],
    ]);
    const noKey = await chief.save({ column: "verdict", onto: { version: 2, key: ["kind"] } });
    expect([noKey.status, noKey.body.detail]).toEqual([
      400,
      expect.stringContaining("kind is no key: 2 values are of several rows"),
    ]);
    expect((await chief.save({ column: "v", onto: { version: 2, key: ["none"] } })).status).toBe(400);
  });

  test("make no version while no row has a class", async () => {
    const instance = await startInstance(provider);
    const { make, as } = await labelling(instance);
    const { body } = await make();
    const answer = await as(instance.admin, body.id).save({ column: "verdict" });
    expect([answer.status, answer.body.detail]).toEqual([
      409,
      "No row has a class yet: label rows, or settle those that disagree.",
    ]);
  });
});
