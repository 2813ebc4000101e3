import { expect, test } from "vitest";
import type { FacetCounts } from "@/lib/datasets/facets";
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
});
