import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";

onBothDatabases("the recipe of a version", (provider) => {
  test("is shown as JSON, SQL, pandas and TypeScript, with what it has learned", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, formOf("data.csv", "a,b\n1,x\n,y\n3,z\n"));
    const steps = [
      { kind: "missing", columns: ["a"], how: "mean" },
      { kind: "derive", name: "c", formula: "upper(b)" },
    ];
    const made = await instance.admin("POST", `${root}/datasets/data/versions/1/recipes`, { steps });
    expect(made.status).toBe(201);
    const at = `${root}/datasets/data/versions/2/recipe`;
    const json = await instance.admin<{ steps: object[]; fitted: object[] }>("GET", at);
    expect(json.body.steps).toEqual(steps);
    expect(json.body.fitted).toEqual([{ a: "2.0" }, null]);
    const code = async (format: string) => (await instance.admin("GET", `${at}?format=${format}`)).text;
    expect(await code("sql")).toContain("read_parquet('data-v1.parquet'");
    expect(await code("pandas")).toContain(`df["a"] = f_coalesce(number(df["a"]), 2.0, kind="number")`);
    expect(await code("typescript")).toContain(`row = put(row, [["c", call("upper", [row.get("b")])]]);`);
    expect((await instance.admin("GET", `${at}?format=cobol`)).status).toBe(400);
  });

  test("is pandas whatever its steps are; for TypeScript a step that sees other rows is named", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, formOf("data.csv", "a,b\n1,x\n2,y\n3,x\n"));
    const steps = [
      { kind: "map-values", column: "b", pairs: [["x", "X"]] },
      { kind: "scale", columns: ["a"], how: "min-max" },
      { kind: "sort", columns: ["a"], descending: ["a"] },
      { kind: "window", column: "a", how: "lag", rows: 1, name: "before" },
    ];
    await instance.admin("POST", `${root}/datasets/data/versions/1/recipes`, { steps });
    const at = `${root}/datasets/data/versions/2/recipe`;
    const pandas = (await instance.admin("GET", `${at}?format=pandas`)).text;
    expect(pandas).toContain(`df["b"] = look_up(df["b"], {"x": "X"}, df["b"], "text")`);
    expect(pandas).toContain(`df = sort_rows(df, [("a", True)])`);
    const refused = await instance.admin<{ detail: string }>("GET", `${at}?format=typescript`);
    expect([refused.status, refused.body.detail]).toEqual([
      400,
      "Step 4 (window): it looks at other rows, so it cannot be done to a single row.",
    ]);
  });

  test("is not there for a version that no recipe made", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, formOf("data.csv", "a\n1\n"));
    const { status, body } = await instance.admin<{ detail: string }>(
      "GET",
      `${root}/datasets/data/versions/1/recipe`,
    );
    expect([status, body.detail]).toEqual([404, "No recipe made data v1."]);
  });
});
