import { expect, test } from "vitest";
import { directOf } from "@/lib/db/direct";
import { limits } from "@/lib/limits";
import type { Document } from "@/lib/notebooks/document";
import { namedInColumns } from "@/lib/storage/blob-names";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance, type Client } from "../instance";

type Made = { id: string; title: string; revision: number; format: string; cells: number; notes: string[] };

const jupyter = JSON.stringify(
  {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { language: "python", name: "python3", display_name: "Python 3" } },
    cells: [
      { cell_type: "markdown", id: "a", metadata: {}, source: ["# Costs ${x}"] },
      {
        cell_type: "code",
        id: "b",
        metadata: {},
        execution_count: 3,
        outputs: [{ output_type: "stream", name: "stdout", text: ["kept"] }],
        source: ["print('kept')"],
      },
    ],
  },
  null,
  1,
);
const bytes = (text: string) => new TextEncoder().encode(text);
const send = (client: Client, root: string, name: string, body: Uint8Array) =>
  client<Made>("POST", `${root}/notebooks/import?name=${encodeURIComponent(name)}`, body, {
    "content-type": "application/octet-stream",
  });

onBothDatabases("a notebook in a file", (provider) => {
  test("comes in with what is otherwise here said, and leaves as it came, but for what changed", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { admin, db } = instance;
    const made = await send(admin, root, "costs of 2026.ipynb", bytes(jupyter));
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ title: "costs of 2026", revision: 1, format: "ipynb", cells: 2 });
    expect(made.body.notes).toEqual([expect.stringContaining("1 output of the file is kept")]);
    const at = `${root}/notebooks/${made.body.id}`;
    const exported = await admin("GET", `${at}/export?format=ipynb`);
    expect(exported.text).toBe(jupyter);
    expect(exported.headers.get("content-disposition")).toBe(
      "attachment; filename*=UTF-8''costs%20of%202026.ipynb",
    );

    const { document } = (await admin<{ document: Document }>("GET", at)).body;
    const cells = document.cells.map((cell, i) => (i === 0 ? { ...cell, source: "# Prices" } : cell));
    await admin("PUT", at, { title: "Prices", cells, revision: 1 });
    const changed = JSON.parse((await admin("GET", `${at}/export?format=ipynb`)).text) as {
      cells: { source: string[]; outputs?: object[] }[];
    };
    expect(changed.cells.map(({ source }) => source)).toEqual([["# Prices"], ["print('kept')"]]);
    expect(changed.cells[1]!.outputs).toHaveLength(1);
    expect((await admin("GET", `${at}/export?format=ipynb&revision=1`)).text).toBe(jupyter);
    for (const [format, part] of [
      ["html", '<script id="2" type="text/x-python">'],
      ["py", "# %%\nprint('kept')"],
      ["md", "```python\nprint('kept')\n```"],
    ] as const)
      expect((await admin("GET", `${at}/export?format=${format}`)).text).toContain(part);

    const { sha256 } = (await db.notebookFile.findFirst())!;
    expect(await namedInColumns(directOf(db), [sha256])).toEqual(new Set([sha256])); // no garbage
    const event = await db.auditEvent.findFirst({ where: { action: "notebook.create" } });
    expect(event!.detail).toContain("costs of 2026.ipynb");
  });

  test("that cannot be read is refused with a reason, and makes nothing", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { admin, db } = instance;
    for (const [name, body, status, reason] of [
      ["a.csv", bytes("a,b\n1,2"), 400, "This file is no notebook"],
      ["a.ipynb", bytes('{"nbformat":3}'), 400, "format 3"],
      ["a.ipynb", new Uint8Array([0xff, 0xfe]), 400, "not text in UTF-8"],
      ["a.py", new Uint8Array(limits.notebookFileBytes + 1), 413, "at most 16 MB. Clear its outputs first."],
    ] as const) {
      const answer = await send(admin, root, name, body);
      expect([answer.status, answer.text], name).toEqual([status, expect.stringContaining(reason)]);
    }
    for (const query of ["", "?name=", "?name=a.py&more=1"]) {
      const file = bytes("x = 1");
      const { status } = await admin("POST", `${root}/notebooks/import${query}`, file, {
        "content-type": "application/octet-stream",
      });
      expect(status, query).toBe(400);
    }
    expect(await db.notebook.count()).toBe(0);
  });

  test("is imported by editors, exported by viewers, and neither in another project", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const theirs = await projectIn(instance, "other");
    const viewer = await instance.person("Vera", { slug: "neo", role: "VIEWER" });
    const editor = await instance.person("Edo", { slug: "neo", role: "EDITOR" });
    expect((await send(viewer, root, "a.py", bytes("x = 1"))).status).toBe(403);
    expect((await send(editor, theirs, "a.py", bytes("x = 1"))).status).toBe(404);
    const { id } = (await send(editor, root, "a.py", bytes("x = 1"))).body;
    expect((await viewer("GET", `${root}/notebooks/${id}/export?format=py`)).text).toContain("x = 1");
    expect((await instance.admin("GET", `${theirs}/notebooks/${id}/export?format=py`)).status).toBe(404);
    expect((await viewer("GET", `${root}/notebooks/${id}/export?format=exe`)).status).toBe(400);
  });
});
