import { expect, test } from "vitest";
import type { FailedCell } from "@/lib/datasets/failed-cell";
import type { ImportPreview } from "@/lib/datasets/import-preview";
import type { ImportedWith } from "@/lib/datasets/import-options";
import { onBothDatabases } from "../fresh-db";
import { eventually, formOf, projectIn, startInstance, type Client } from "../instance";

type Version = {
  number: number;
  rows: number;
  sha256: string;
  columns: { name: string; type: string }[];
  importedWith: ImportedWith;
  importNote: { file?: string[] } | null;
};
type Problem = { detail: string };
type Failed = { cells: FailedCell[]; kept: number; next: number | null };
type Job = { status: string; error: string | null };

const latin = (text: string) => Buffer.from(text, "latin1");
const spanish = latin("Año;Dato\nfecha;importe\n01/02/2020;1.234,5\n03/04/2020;7\n");
const asked = { format: "csv", headerLines: 2, dateOrder: "day first", encoding: "windows-1252" };
const options = JSON.stringify(asked);
const types = ({ columns }: Version) => columns.map(({ name, type }) => `${name} ${type}`);
const rowsOf = async (client: Client, path: string) =>
  (await client<{ rows: Record<string, unknown>[] }>("GET", `${path}/rows`)).body.rows;

onBothDatabases("options of an import", (provider) => {
  test("are followed, kept with the version, and asked of the next file of the dataset", async () => {
    const { admin, root } = await begin(provider);
    const upload = <Body = Version>(content: Uint8Array | string, fields: Record<string, string> = {}) =>
      admin<Body>("POST", `${root}/datasets`, formOf("ventas.csv", content, fields));
    const first = await upload(spanish, { options });
    expect(first.status, first.text).toBe(201);
    expect(types(first.body)).toEqual(["Año fecha date", "Dato importe number"]);
    expect(first.body.importedWith.asked).toEqual(asked);
    expect(first.body.importedWith.used).toMatchObject({ ...asked, delimiter: ";", quote: '"' });

    const used = JSON.stringify(first.body.importedWith.used);
    expect((await upload(spanish, { options: used })).body.sha256).toBe(first.body.sha256);

    const next = await upload(latin("Año;Dato\nfecha;importe\n02/03/2020;2,5\n"), { options });
    expect(types(next.body)).toEqual(types(first.body));
    const remembered = await upload(latin("Año;Dato\nfecha;importe\n05/06/2020;1.000\n"));
    expect(types(remembered.body)).toEqual(["Año fecha date", "Dato importe integer"]);
    expect(await rowsOf(admin, `${root}/datasets/ventas/versions/4`)).toEqual([
      { "Año fecha": "2020-06-05T00:00:00.000Z", "Dato importe": 1000 },
    ]);
    expect(remembered.body.importNote!.file).toContain("Read with the options of the version before");

    const afresh = await upload("a,b\n1,2\n", { options: '{"format":"csv"}' });
    expect(types(afresh.body)).toEqual(["a integer", "b integer"]);
    const wrong = await upload<Problem>("a,b\n1,2\n", { options: '{"format":"csv","delimeter":";"}' });
    expect([wrong.status, wrong.body.detail]).toEqual([400, expect.stringContaining("delimeter")]);
  });

  test("may say where columns of fixed width begin, also for the next file", async () => {
    const { admin, root } = await begin(provider);
    const upload = <Body = Version>(content: string, fields: Record<string, string> = {}) =>
      admin<Body>("POST", `${root}/datasets`, formOf("punch.txt", content, fields));
    const boundaries = { options: JSON.stringify({ format: "csv", boundaries: [2, 9] }) };
    const first = await upload("idname     x\n 1Eros    10\n 2Apophis 7\n", boundaries);
    expect(first.status, first.text).toBe(201);
    expect(types(first.body)).toEqual(["id integer", "name text", "x integer"]);
    const next = await upload("idname     x\n 3Ida      5\n");
    expect(next.body.importNote!.file).toContain("Read with the options of the version before");
    expect(await rowsOf(admin, `${root}/datasets/punch/versions/2`)).toEqual([{ id: 3, name: "Ida", x: 5 }]);
    const short = await upload<Problem>("idname     x\n 3Ida\n");
    expect([short.status, short.body.detail]).toEqual([
      400,
      "Line 2: expected 3 columns, found 2. No row was read.",
    ]);
    for (const wrong of [[], [4, 4], [0], [1.5], "4"]) {
      const options = JSON.stringify({ format: "csv", boundaries: wrong });
      expect((await upload<Problem>("a b\n", { options })).status, options).toBe(400);
    }
    const both = { options: JSON.stringify({ format: "csv", boundaries: [2], delimiter: ";" }) };
    expect((await upload<Problem>("a b\n1 2\n", both)).body.detail).toContain("not both");
  });

  test("are checked again on each file: what does not fit is missing, counted and listed", async () => {
    const { admin, root } = await begin(provider, 1);
    const columns = [{ name: "x", type: "integer" }];
    const settled = { options: JSON.stringify({ format: "csv", columns }) };
    const good = formOf("x.csv", "id,x\n1,007\n", settled);
    expect((await admin<Version>("POST", `${root}/datasets`, good)).status).toBe(201);
    const bad = formOf("x.csv", "id,x\n1,seven\n2,8\n3,nine\n");
    const background = { prefer: "respond-async" };
    const { body: started } = await admin<{ job: string }>("POST", `${root}/datasets`, bad, background);
    const job = await eventually(async () => (await admin<Job>("GET", `${root}/jobs/${started.job}`)).body, {
      for: "the job to end",
      within: 60_000,
      until: ({ status }) => !["QUEUED", "RUNNING"].includes(status),
    });
    expect(job).toMatchObject({ status: "FINISHED", error: null });
    const at = `${root}/datasets/x/versions/2`;
    expect((await rowsOf(admin, at)).map(({ x }) => x)).toEqual([null, 8, null]);
    const reason = "is no whole number up to 2^53";
    const cells = [
      { row: 0, line: 2, column: "x", raw: "seven", reason },
      { row: 2, line: 4, column: "x", raw: "nine", reason },
    ];
    expect((await admin<Failed>("GET", `${at}/failed-cells?column=x`)).body).toEqual({
      cells,
      kept: 2,
      next: null,
      texts: ["seven", "nine"].map((raw) => ({ raw, count: 1, whole: true })),
      distinct: 2,
    });
    const page = await admin<Failed>("GET", `${at}/failed-cells?limit=1`);
    expect(page.body).toEqual({ cells: cells.slice(0, 1), kept: 2, next: 1 });
    expect((await admin<Failed>("GET", `${at}/failed-cells?column=id`)).body.kept).toBe(0);

    // Settling them reads the file of that version again: each way makes the next one.
    const { body: source } = await admin<{ upload: string }>("POST", `${at}/uploads`, {});
    const settle = async (column: object) => {
      const body = { options: { format: "csv", columns: [{ name: "x", ...column }] } };
      return admin<Version>("POST", `${root}/uploads/${source.upload}/import`, body);
    };
    expect(types((await settle({ type: "text" })).body)).toEqual(["id integer", "x text"]);
    const replace = [
      { from: "seven", to: "7" },
      { from: "nine", to: "" },
    ];
    expect((await settle({ type: "integer", replace })).body.number).toBe(4);
    expect((await rowsOf(admin, `${root}/datasets/x/versions/4`)).map(({ x }) => x)).toEqual([7, 8, null]);
    const dropped = await settle({ type: "integer", onFail: "drop rows" });
    expect(dropped.body).toMatchObject({ number: 5, rows: 1 });
  });

  test("are tried on the first rows of a long file at once, and on more of it behind them", async () => {
    const { admin, root } = await begin(provider);
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i},${i % 7}\n`).join("");
    const sent = await admin<{ upload: string }>(
      "POST",
      `${root}/uploads`,
      formOf("long.csv", `id,x\n${rows}late,1\n`),
    );
    const look = async (body: object) =>
      (await admin<ImportPreview>("POST", `${root}/uploads/${sent.body.upload}/preview`, body)).body;
    const first = await look({ first: true });
    expect([first.more, first.whole, first.problem]).toEqual([true, false, null]);
    expect(first.columns.map(({ type }) => type)).toEqual(["integer", "integer"]);
    expect(first.rows).toBeLessThan(50_000);
    const all = await look({});
    expect([all.more, all.whole, all.rows]).toEqual([false, true, 200_001]);
    expect(all.columns.map(({ type }) => type)).toEqual(["text", "integer"]);
    expect(all.sample).toHaveLength(first.sample.length);
    const short = await admin<{ upload: string }>("POST", `${root}/uploads`, formOf("s.csv", "a\n1\n"));
    const at = `${root}/uploads/${short.body.upload}/preview`;
    expect((await admin<ImportPreview>("POST", at, { first: true })).body).toMatchObject({
      more: false,
      whole: true,
    });
  });

  test("are tried on the first rows of a file that is sent once, by who sent it alone", async () => {
    const { admin, root, person } = await begin(provider);
    const sent = await admin<{ upload: string; name: string }>(
      "POST",
      `${root}/uploads`,
      formOf("días.csv", spanish),
    );
    expect([sent.status, sent.body.name]).toEqual([201, "días"]);
    const at = `${root}/uploads/${sent.body.upload}`;
    const before = await admin<ImportPreview>("POST", `${at}/preview`, {});
    expect(before.body).toMatchObject({ problem: null, rows: 3, whole: true });
    expect(before.body.questions.map(({ about }) => about)).toContain("encoding");
    expect(before.body.lines[0]).toBe("Año;Dato");
    const after = await admin<ImportPreview>("POST", `${at}/preview`, { options: asked });
    expect(after.body).toMatchObject({ problem: null, rows: 2, questions: [] });
    expect(after.body.sample[0]).toEqual({ "Año fecha": "2020-02-01T00:00:00.000Z", "Dato importe": 1234.5 });
    const refused = await admin<ImportPreview>("POST", `${at}/preview`, {
      options: { format: "csv", skipLines: 9 },
    });
    expect(refused.body.problem).toBeTruthy();
    const unknown = await admin<Problem>("POST", `${at}/preview`, { options: { format: "csv", no: 1 } });
    expect(unknown.status).toBe(400);

    const other = await person("Other", { slug: "neo", role: "EDITOR" });
    expect((await other("POST", `${at}/preview`, {})).status).toBe(404);
    const ambiguous = { options: { format: "csv", onAmbiguous: "refuse" } };
    const no = await admin<Problem>("POST", `${at}/import`, ambiguous);
    expect([no.status, no.body.detail]).toEqual([400, expect.stringContaining("It may be:")]);
    const made = await admin<Version>("POST", `${at}/import`, { name: "ventas", options: asked });
    expect([made.status, made.body.rows]).toEqual([201, 2]);
  });
});

async function begin(provider: Parameters<Parameters<typeof onBothDatabases>[1]>[0], workers = 0) {
  const instance = await startInstance(provider, { workers });
  return { ...instance, root: await projectIn(instance) };
}
