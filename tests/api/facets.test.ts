import { expect, test } from "vitest";
import type { FacetCounts } from "@/lib/datasets/facets";
import type { FromExamples } from "@/lib/datasets/from-examples/answer";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";

const text = "kind,n\nrock,1\nice,2\nrock,3\n,4\n";

onBothDatabases("facets", (provider) => {
  test("are counted after steps over what others keep, and refused in words", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, formOf("rocks.csv", text));
    const at = `${root}/datasets/rocks/versions/1`;
    const steps = [{ kind: "filter", formula: "n < 4" }];
    const ask = (body: unknown) => instance.admin<FacetCounts>("POST", `${at}/facets`, body);
    const { body } = await ask({ steps, column: "kind", where: "n >= 2" });
    expect(body).toMatchObject({ rows: 2, missing: 0, values: [{ value: "ice" }, { value: "rock" }] });
    const preview = await instance.admin<{ matching: number; rows: number; numbers: number[] }>(
      "POST",
      `${at}/preview`,
      { steps, where: "kind = 'rock'" },
    );
    expect(preview.body).toMatchObject({ matching: 2, rows: 3, numbers: [0, 2] });
    for (const [wrong, says] of [
      [{ steps, column: "gone" }, "There is no column gone."],
      [{ steps, column: "kind", where: "n +" }, "Formula, character"],
      [{ steps, column: "kind", where: "n + 1" }, "true or false"],
      [{ steps: [{ kind: "nothing" }], column: "kind" }, "kind"],
      [{ steps, column: "kind", offset: 2 ** 31 }, "offset"],
    ] as const) {
      const { status, body: problem } = await instance.admin("POST", `${at}/facets`, wrong);
      expect([status, problem.detail ?? JSON.stringify(problem)]).toEqual([
        400,
        expect.stringContaining(says),
      ]);
    }
  });

  test("clusters are found, and merged by a step of thousands of values", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, formOf("rocks.csv", "kind,n\nrock,1\nRock.,2\nice,3\n"));
    const at = `${root}/datasets/rocks/versions/1`;
    const { body } = await instance.admin("POST", `${at}/clusters`, { steps: [], column: "kind" });
    expect(body).toMatchObject({ found: 1, distinct: 3, clusters: [{ rows: 2 }] });
    for (const wrong of [{ method: "guess" }, { radius: 2 ** 31 }, { radius: 0 }, { column: "n" }]) {
      const asked = { steps: [], column: "kind", ...wrong };
      expect((await instance.admin("POST", `${at}/clusters`, asked)).status).toBe(400);
    }
    const pairs = Array.from({ length: 5_000 }, (_, i) => [`a long name of a rock, number ${i}`, "rock"]);
    const steps = [{ kind: "map-values", column: "kind", pairs: [["Rock.", "rock"], ...pairs.slice(1)] }];
    const made = await instance.admin("POST", `${at}/recipes`, { steps });
    expect([made.status, made.body.number]).toEqual([201, 2]);
  });

  test("steps are proposed from examples, refused in words, and make a version as any others", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const lines = "c,n\n12.5 km,1\n3 km,2\n7 mi,3\n";
    await instance.admin("POST", `${root}/datasets`, formOf("ways.csv", lines));
    const at = `${root}/datasets/ways/versions/1`;
    const asked = { steps: [], column: "c", examples: [{ value: "12.5 km", result: "12.5" }] };
    const ask = (body: unknown) => instance.admin<FromExamples>("POST", `${at}/from-examples`, body);
    const { status, body } = await ask({ ...asked, into: "distance" });
    expect([status, body.distinct]).toEqual([200, 3]);
    const taken = body.candidates.find(({ failed, type }) => type === "text" && failed.values === 0)!;
    const { steps } = taken;
    const made = await instance.admin("POST", `${at}/recipes`, { steps });
    expect([made.status, made.body.number]).toEqual([201, 2]);
    for (const [wrong, says] of [
      [{ ...asked, column: "n" }, "holds no text"],
      [{ ...asked, column: "gone" }, "There is no column gone."],
      [{ ...asked, examples: [] }, "at least one example"],
      [{ ...asked, examples: [{ value: "1 km", result: "1" }] }, "No row of the column holds"],
      [{ ...asked, as: "colour" }, "as"],
      [{ ...asked, into: "N" }, "There is a column n already."],
      [{ ...asked, examples: Array.from({ length: 21 }, () => asked.examples[0]) }, "examples"],
      [{ ...asked, where: "n > 1" }, "where"],
    ] as const) {
      const { status, body: problem } = await instance.admin("POST", `${at}/from-examples`, wrong);
      const said = problem.detail ?? JSON.stringify(problem);
      expect([status, said]).toEqual([400, expect.stringContaining(says)]);
    }
  });

  test("the key of a row and the pairs of near rows are told after steps", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, formOf("rocks.csv", "kind,n\nrock,1\nRock,2\nice,3\n"));
    const at = `${root}/datasets/rocks/versions/1`;
    const steps = [{ kind: "filter", formula: "n < 3" }];
    const key = await instance.admin("POST", `${at}/row-key`, { steps, row: 1 });
    expect(key.body).toEqual({ key: [["kind", "Rock"]] });
    const near = { kind: "near-duplicates", texts: ["kind"], how: "distance", numbers: [], within: [] };
    const step = { ...near, share: 0.9, key: ["n"], apart: [] };
    const pairs = await instance.admin("POST", `${at}/near-pairs`, { steps: [...steps, step] });
    expect(pairs.body).toMatchObject({ total: 1, pairs: [{ rows: [0, 1], keys: ['["1"]', '["2"]'] }] });
    const wrong = [
      await instance.admin("POST", `${at}/row-key`, { steps, row: 7 }),
      await instance.admin("POST", `${at}/row-key`, { steps, row: -1 }),
      await instance.admin("POST", `${at}/near-pairs`, { steps }),
      await instance.admin("POST", `${at}/near-pairs`, { steps: [] }),
    ];
    expect(wrong.map(({ status }) => status)).toEqual([404, 400, 400, 400]);
  });
});
