import { expect, test } from "vitest";
import type { CellCounts } from "@/lib/datasets/cell-counts";
import { settledOptions, type Settling } from "@/lib/datasets/settle-cells";
import type { ImportedWith } from "@/lib/datasets/import-options";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance, type Client } from "../instance";

type Counts = { rows: number; columns: CellCounts[] };
type Version = { number: number; rows: number; importedWith: ImportedWith };

const text = "id,x,note\n1,007,a\n2,seven,\n3,,b\n4,nine,c\n5,seven,\n6,8,d\n";
const options = JSON.stringify({ format: "csv", columns: [{ name: "x", type: "integer" }] });
const countsAt = async (client: Client, at: string) => (await client<Counts>("GET", `${at}/cells`)).body;

onBothDatabases("the cells of a version", (provider) => {
  test("are counted by column over all rows, as valid, failed and missing", async () => {
    const instance = await startInstance(provider);
    const { admin } = instance;
    const root = await projectIn(instance);
    const form = formOf("rocks.csv", text, { options });
    expect((await admin("POST", `${root}/datasets`, form)).status).toBe(201);
    const at = `${root}/datasets/rocks/versions`;
    expect(await countsAt(admin, `${at}/1`)).toEqual({
      rows: 6,
      columns: [
        { column: "id", valid: 6, failed: 0, missing: 0, leftOut: 0 },
        { column: "x", valid: 2, failed: 3, missing: 1, leftOut: 0 },
        { column: "note", valid: 4, failed: 0, missing: 2, leftOut: 0 },
      ],
    });
    const viewer = await instance.person("Viewer", { slug: "neo", role: "VIEWER" });
    expect((await viewer("GET", `${at}/1/cells`)).status).toBe(200);
    const stranger = await instance.person("Stranger");
    expect((await stranger("GET", `${at}/1/cells`)).status).toBe(404);

    // A recipe's version was read from no file: what failed before is missing there.
    const steps = [{ kind: "missing", columns: ["note"], how: "drop" }];
    const made = await admin("POST", `${at}/1/recipes`, { steps, name: "prepared" });
    expect(made.status, made.text).toBe(201);
    const [, x] = (await countsAt(admin, `${root}/datasets/prepared/versions/1`)).columns;
    expect(x).toEqual({ column: "x", valid: 2, failed: 0, missing: 2, leftOut: 0 });
  });

  test("that failed are settled by reading the file again, each way into the next version", async () => {
    const instance = await startInstance(provider);
    const { admin } = instance;
    const root = await projectIn(instance);
    const form = formOf("rocks.csv", text, { options });
    const { body: first } = await admin<Version>("POST", `${root}/datasets`, form);
    const at = `${root}/datasets/rocks/versions`;
    const settle = async (how: Settling) => {
      const { body: source } = await admin<{ upload: string }>("POST", `${at}/1/uploads`, {});
      const asked = { options: settledOptions(first.importedWith, "x", how) };
      const made = await admin<Version>("POST", `${root}/uploads/${source.upload}/import`, asked);
      expect(made.status, made.text).toBe(201);
      return (await countsAt(admin, `${at}/${made.body.number}`)).columns[1];
    };
    expect(await settle({ as: "text" })).toMatchObject({ valid: 5, failed: 0, missing: 1 });
    const texts = [{ from: "seven", to: "7" }];
    expect(await settle({ as: "replace", texts })).toMatchObject({ valid: 4, failed: 1, missing: 1 });
    expect(await settle({ as: "missing", texts: ["seven", "nine"] })).toMatchObject({
      valid: 2,
      failed: 0,
      missing: 4,
    });
    expect(await settle({ as: "drop rows" })).toMatchObject({ valid: 2, failed: 0, missing: 1, leftOut: 3 });
    expect(await countsAt(admin, `${at}/1`)).toMatchObject({ rows: 6 });
  });
});
