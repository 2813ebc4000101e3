import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance, type Client } from "../instance";
import { zipOf } from "../zip-writer";

type Made = {
  name: string;
  rows: number;
  detail?: string;
  code?: string;
  choices?: object;
  columns: { name: string; type: string }[];
  importNote: { file?: string[] } | null;
};
const ventas = readFileSync("tests/fixtures/workbooks/ventas.xlsx");
const upload = (
  client: Client,
  root: string,
  [file, content]: readonly [string, string | Uint8Array],
  options?: object,
) => {
  const form = formOf(file, content);
  if (options) form.append("options", JSON.stringify(options));
  return client<Made>("POST", `${root}/datasets`, form);
};

onBothDatabases("an upload of any format", (provider) => {
  test("of a workbook with two sheets asks for one, and reads the one that is said", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const asked = await upload(instance.admin, root, ["ventas.xlsx", ventas]);
    expect(asked.status).toBe(400);
    expect(asked.body).toMatchObject({
      code: "INVALID",
      choices: { format: "xlsx", option: "sheet", values: ["Ventas 2023", "Notas"] },
    });
    const options = { format: "xlsx", sheet: "Ventas 2023" };
    const made = await upload(instance.admin, root, ["ventas.xlsx", ventas], options);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: "ventas", rows: 12 });
    expect(made.body.importNote?.file).toContain("1 hidden row read");
    expect((await upload(instance.admin, root, ["v.xlsx", ventas], { ...options, sheet: "x" })).status).toBe(
      400,
    );
    const wrong = await upload(instance.admin, root, ["v.xlsx", ventas], { format: "csv" });
    expect(wrong.body.detail).toBe("The options are those of csv, and the file is xlsx.");
  });

  test("asks before a job is made that could only fail", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const later = (options?: object) => {
      const form = formOf("ventas.xlsx", ventas);
      if (options) form.append("options", JSON.stringify(options));
      return instance.admin<Made>("POST", `${root}/datasets`, form, { prefer: "respond-async" });
    };
    const asked = await later();
    expect(asked).toMatchObject({ status: 400, body: { choices: { values: ["Ventas 2023", "Notas"] } } });
    expect((await later({ format: "xlsx", sheet: "Notas" })).status).toBe(202);
  });

  test("of a JSON file with two lists asks for one by its place", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const text = JSON.stringify({ rows: [{ a: 1 }], errors: [{ b: 2 }] });
    const asked = await upload(instance.admin, root, ["api.json", text]);
    expect(asked.body.choices).toEqual({ format: "json", option: "path", values: ["/rows", "/errors"] });
    const made = await upload(instance.admin, root, ["api.json", text], { format: "json", path: "/rows" });
    expect(made.body).toMatchObject({ name: "api", rows: 1, columns: [{ name: "a", type: "integer" }] });
  });

  test("that is packed is called by what is inside, and says what it read", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const gzip = await upload(instance.admin, root, ["data.csv.gz", gzipSync("a\n1\n")]);
    expect(gzip.body).toMatchObject({ name: "data", rows: 1 });
    const parts = zipOf([
      ["b.csv", "a\n2\n"],
      ["a.csv", "a\n1\n"],
    ]);
    const made = await upload(instance.admin, root, ["parts.zip", parts]);
    expect(made.body).toMatchObject({ name: "parts", rows: 2 });
    expect(made.body.importNote?.file).toEqual([
      "2 files read as one table, in the order of their names: a.csv, b.csv",
      "Rows by file: a.csv 1, b.csv 1",
    ]);
  });

  test("that cannot be read leaves no dataset, and is never a fault of ours", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const bomb = gzipSync(Buffer.alloc(2 ** 28 + 1));
    const files: [string, string | Uint8Array, number][] = [
      ["bomb.csv.gz", bomb, 413],
      ["cut.xlsx", ventas.subarray(0, 3_000), 400],
      ["page.xls", "<html><table></table></html>", 400],
      ["up.zip", zipOf([["../../x.csv", "a\n1\n"]]), 400],
      ["deep.json", `[${"[".repeat(500_000)}`, 400],
    ];
    for (const [file, content, status] of files) {
      const refused = await upload(instance.admin, root, [file, content]);
      expect({ file, status: refused.status }).toEqual({ file, status });
      expect(refused.body.detail).toMatch(/\.$/);
    }
    expect((await instance.admin<{ datasets: [] }>("GET", `${root}/datasets`)).body.datasets).toEqual([]);
  });
});
