import { expect, test } from "vitest";
import type { OutputPart } from "@/lib/notebooks/output-parts";
import { onBothDatabases } from "../fresh-db";
import { eventually, formOf, projectIn, startInstance, type Client } from "../instance";
import { canary, maskedProject } from "../masked-project";

type Cell = { id: number; ending: string };
type Run = {
  status: string;
  error: string | null;
  by: string;
  revision: number;
  cells: Cell[] | null;
  outputs: { id: number; parts: OutputPart[] }[] | null;
};
type Started = { number: number; revision: number; job: string; status: string };
type Problem = { detail: string };

const inputs = 'const least = view(Inputs.range([0, 9], { value: 3, step: 1, label: "Least" }))';
const cells = [
  { id: 1, mode: "ts", source: inputs },
  { id: 2, mode: "sql", source: "select h, name from dataset('bodies') where h >= ${least}", output: "rows" },
  { id: 3, mode: "ts", source: "console.log(`from ${least}`);\ndisplay(rows.numRows())" },
  { id: 4, mode: "md", source: "# At least ${least}" },
  {
    id: 5,
    mode: "ts",
    source: 'const all = await dataset("bodies");\ndisplay(all.numRows() + Math.random())',
  },
  { id: 6, mode: "ts", source: 'Plot.plot({ marks: [Plot.dot(rows, { x: "h", y: "h" })] })' },
  { id: 7, mode: "ts", source: "rows.nothing.at(0)" },
  { id: 8, mode: "python", source: "doubled = 2" },
  { id: 9, mode: "ts", source: "doubled + 1" },
];

async function notebookIn(client: Client, root: string, given: object[] = cells) {
  const { id } = (await client<{ id: string }>("POST", `${root}/notebooks`, { title: "Bodies" })).body;
  const at = `${root}/notebooks/${id}`;
  const saved = await client("PUT", at, { title: "Bodies", cells: given, revision: 1 });
  expect(saved.status).toBe(200);
  return at;
}

/** Asks for a run, and waits for its end. */
async function ran(client: Client, at: string, body: object = {}): Promise<Run> {
  const started = await client<Started>("POST", `${at}/runs`, body);
  expect(started.status).toBe(202);
  const found = () => client<Run>("GET", `${at}/runs/${started.body.number}`);
  return (
    await eventually(found, {
      for: "the run to end",
      within: 60_000,
      until: ({ body }) => !["QUEUED", "RUNNING"].includes(body.status),
    })
  ).body;
}

const shown = (run: Run, id: number) => run.outputs!.find((one) => one.id === id)!.parts;

onBothDatabases("a run of a notebook without a page", (provider) => {
  test("keeps what each cell showed, with other inputs, and gives the same for the same", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await projectIn(instance);
    const { admin, db } = instance;
    const csv = `h,name\n${[1, 3, 5, 7].map((h) => `${h},body ${h}`).join("\n")}\n`;
    await admin("POST", `${root}/datasets`, formOf("bodies.csv", csv));
    const at = await notebookIn(admin, root);

    const given = { seed: 7, now: "2026-01-02T03:04:05Z" };
    const run = await ran(admin, at, given);
    expect(run).toMatchObject({ status: "FINISHED", error: null, by: "Inés Carvajal", revision: 2 });
    expect(run.cells!.map(({ id, ending }) => [id, ending])).toEqual([
      ...[1, 2, 3, 4, 5, 6].map((id) => [id, "done"]),
      ...[
        [7, "failed"],
        [8, "skipped"],
        [9, "failed"],
      ],
    ]);
    expect(shown(run, 1)).toEqual([{ kind: "note", text: "Input, as it begins: 3" }]);
    expect(shown(run, 2)).toEqual([
      {
        kind: "table",
        columns: [
          { name: "h", type: "number" },
          { name: "name", type: "text" },
        ],
        rows: [3, 5, 7].map((h) => [String(h), `body ${h}`]),
        total: 3,
      },
    ]);
    expect(shown(run, 3)).toEqual([
      { kind: "printed", stream: "stdout", text: "from 3\n", cut: 0 },
      { kind: "text", text: "3", cut: 0 },
    ]);
    expect(shown(run, 4)).toMatchObject([{ kind: "markup", mime: "text/html" }]);
    expect(JSON.stringify(shown(run, 6))).toContain("<circle");
    expect(shown(run, 7)).toMatchObject([{ kind: "error", name: "TypeError", line: 1 }]);
    expect(shown(run, 9)).toMatchObject([{ kind: "error", message: expect.stringContaining("Python cell") }]);

    const again = await ran(admin, at, given);
    expect(again.outputs).toEqual(run.outputs);
    expect((await ran(admin, at, { ...given, seed: 8 })).outputs).not.toEqual(run.outputs);
    const other = await ran(admin, at, { ...given, inputs: { least: 5 } });
    expect(shown(other, 2)).toMatchObject([{ total: 2 }]);
    expect(shown(other, 4)).toMatchObject([{ text: expect.stringContaining("At least 5") }]);

    const kept = await db.notebookRun.findMany({ orderBy: { number: "asc" } });
    expect(kept[0]!.sha256).toBe(kept[1]!.sha256);
    const { body: list } = await admin<{ runs: { number: number }[]; next: string | null }>(
      "GET",
      `${at}/runs?limit=3`,
    );
    expect(list.runs.map(({ number }) => number)).toEqual([4, 3, 2]);
    expect(list.next).toBe("2");
  });

  test("says which inputs there are, and refuses what is none", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const at = await notebookIn(instance.admin, await projectIn(instance), [cells[0]!]);
    expect(await ran(instance.admin, at, { inputs: { most: 1 } })).toMatchObject({
      status: "FAILED",
      error: "The notebook has no input called most. It has least.",
      outputs: null,
    });
    const wrong = await instance.admin<Problem>("POST", `${at}/runs`, { revision: 9 });
    expect([wrong.status, wrong.body.detail]).toEqual([
      404,
      "This notebook has no revision 9; the newest is 2.",
    ]);
    const odd = await instance.admin("POST", `${at}/runs`, { revision: 1, other: true });
    expect(odd.status).toBe(400);
  });

  test("is asked for by who may run, read by who may read, and by nobody of another project", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await projectIn(instance);
    const at = await notebookIn(instance.admin, root, [{ id: 1, mode: "ts", source: "1 + 1" }]);
    await ran(instance.admin, at);
    const viewer = await instance.person("Vera", { slug: "neo", role: "VIEWER" });
    const stranger = await instance.person("Sol");
    expect((await viewer("POST", `${at}/runs`, {})).status).toBe(403);
    expect((await viewer<Run>("GET", `${at}/runs/1`)).body.outputs).toEqual([
      { id: 1, parts: [{ kind: "text", text: "2", cut: 0 }] },
    ]);
    for (const path of ["/runs", "/runs/1"]) expect((await stranger("GET", `${at}${path}`)).status).toBe(404);
  });

  test("shows nothing that read columns which are masked for who looks", async () => {
    const { instance, root } = await maskedProject(provider, { workers: 1 });
    const source = "select name from dataset('people') limit 40";
    const at = await notebookIn(instance.admin, root, [{ id: 1, mode: "sql", source }]);
    const whole = await ran(instance.admin, at);
    expect(JSON.stringify(whole.outputs)).toContain(canary);
    const editor = await instance.person("Edda", { slug: "neo", role: "EDITOR" });
    const refused = await editor<Problem>("GET", `${at}/runs/1`);
    expect([refused.status, refused.body.detail]).toEqual([
      403,
      "This run read columns that are masked for you.",
    ]);
    const own = await ran(editor, at);
    expect(own.status).toBe("FINISHED");
    expect(JSON.stringify(own.outputs)).not.toContain(canary);
    const colleague = await instance.person("Cato", { slug: "neo", role: "EDITOR" });
    expect((await colleague("GET", `${at}/runs/2`)).status).toBe(200);
    const viewer = await instance.person("Vera", { slug: "neo", role: "VIEWER" });
    expect((await viewer("GET", `${at}/runs/2`)).status).toBe(200);
    await instance.admin("PUT", `${root}/datasets/people/masks`, {
      columns: [{ name: "town", mask: "hide", role: "owner" }],
    });
    expect((await colleague("GET", `${at}/runs/2`)).status).toBe(403);
  });

  test("reaches no file, no address and no module, and an endless cell ends with its job", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await projectIn(instance);
    const tries = [
      "(0, eval)('import(\"node:fs\")')",
      "new Function('return import(\"node:net\")')()",
      "globalThis.process.getBuiltinModule('node:fs')",
      "await fetch('http://127.0.0.1/')",
      "await document.defaultView.fetch('http://127.0.0.1/')",
      "new WebSocket('ws://127.0.0.1/')",
      "require('node:fs')",
      "process.binding('fs')",
      "process.send({ op: 'over' })",
      "process.mainModule.require('fs')",
      "(async () => {}).constructor('return process.env.PATH.length')()",
    ];
    const hostile = tries.map((source, i) => ({ id: i + 1, mode: "ts", source }));
    const at = await notebookIn(instance.admin, root, hostile);
    const run = await ran(instance.admin, at);
    expect(run.cells!.filter(({ ending }) => ending !== "failed")).toEqual([]);

    const endless = await notebookIn(instance.admin, root, [{ id: 1, mode: "ts", source: "while (true);" }]);
    const { body } = await instance.admin<Started>("POST", `${endless}/runs`, {});
    const found = () => instance.admin<Run>("GET", `${endless}/runs/1`);
    await eventually(found, {
      for: "it to run",
      within: 60_000,
      until: (one) => one.body.status === "RUNNING",
    });
    await instance.admin("POST", `${root}/jobs/${body.job}/cancel`);
    const over = await eventually(found, {
      for: "it to end",
      within: 60_000,
      until: (one) => one.body.status === "KILLED",
    });
    expect(over.body.outputs).toBeNull();
  });
});
