import { expect, test } from "vitest";
import { directOf } from "@/lib/db/direct";
import { limits } from "@/lib/limits";
import type { OutputPart } from "@/lib/notebooks/output-parts";
import { namedInColumns } from "@/lib/storage/blob-names";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance, type Client } from "../instance";
import { maskedProject } from "../masked-project";
import { outputOf, outputsOf } from "../notebook-outputs";

type Shown = {
  outputs: {
    cell: number;
    hash: string;
    ranBy: string;
    ranAt: string;
    reads: object[] | null;
    isWithheld: boolean;
    parts: OutputPart[];
  }[];
  next: string | null;
  newest: Record<string, number>;
};
type Told = { stored: number; full: number[]; older: number[]; gone: number[] };

const textOf = ({ parts: [part] }: Shown["outputs"][number]) =>
  part?.kind === "text" || part?.kind === "note" ? part.text : part?.kind;

/** A notebook with so many cells, and where its outputs are. */
async function notebookIn(client: Client, root: string, count: number, source = "1"): Promise<string> {
  const { body } = await client<{ id: string }>("POST", `${root}/notebooks`, { title: "Tides" });
  const cells = Array.from({ length: count }, (_, i) => ({ id: i + 1, mode: "ts", source }));
  await client("PUT", `${root}/notebooks/${body.id}`, { title: "Tides", cells, revision: 1 });
  return `${root}/notebooks/${body.id}/outputs`;
}

onBothDatabases("what cells showed", (provider) => {
  test("is kept by who may run, read by who may read, and said with who and when", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const at = await notebookIn(instance.admin, root, 2);
    const editor = await instance.person("Ines", { slug: "neo", role: "EDITOR" });
    const viewer = await instance.person("Vera", { slug: "neo", role: "VIEWER" });
    const { db } = instance;

    expect((await viewer("PUT", at, outputsOf(1))).status).toBe(403);
    const kept = await editor<Told>("PUT", at, outputsOf(1, 2));
    expect([kept.status, kept.body]).toEqual([200, { stored: 2, full: [], older: [], gone: [] }]);
    const { body } = await viewer<Shown>("GET", at);
    expect(body.outputs.map((one) => [one.cell, one.hash, one.ranBy, textOf(one)])).toEqual([
      [1, "a".repeat(64), "Ines", "of 1"],
      [2, "a".repeat(64), "Ines", "of 2"],
    ]);
    const rows = await db.notebookOutput.findMany();
    const named = rows.map(({ sha256 }) => sha256!);
    expect(await namedInColumns(directOf(db), named)).toEqual(new Set(named)); // no garbage
    const events = await db.auditEvent.findMany({ where: { action: "notebook.outputs" } });
    expect(events.map(({ detail }) => JSON.parse(detail!) as object)).toEqual([{ cells: 2 }]);

    const page = await viewer<Shown>("GET", `${at}?limit=1`);
    expect([page.body.outputs.map(({ cell }) => cell), page.body.next]).toEqual([[1], "1"]);
    const rest = await viewer<Shown>("GET", `${at}?limit=1&after=1`);
    expect([rest.body.outputs.map(({ cell }) => cell), rest.body.next]).toEqual([[2], null]);
    expect((await viewer("GET", `${at}?after=9007199254740993`)).status).toBe(400);
  });

  test("of another project's notebook is neither kept nor read by its number", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const at = await notebookIn(instance.admin, root, 1);
    await instance.admin("PUT", at, outputsOf(1));
    await instance.admin("POST", "/api/projects", { name: "Other", slug: "other", objective: "x" });
    const stranger = await instance.person("Sten", { slug: "other", role: "OWNER" });
    const there = at.replace(root, "/api/projects/other");
    for (const address of [at, there])
      for (const [method, body] of [
        ["GET", undefined],
        ["PUT", outputsOf(1)],
      ] as const)
        expect((await stranger(method, address, body)).status, `${method} ${address}`).toBe(404);
    expect(await instance.db.notebookOutput.count()).toBe(1);
  });

  test("stays as the newest run gave it, in whatever order pages send it", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const at = await notebookIn(instance.admin, root, 2);
    const run = (ago: number, text: string) => ({
      outputs: [outputOf(1, { ago, parts: [{ kind: "text", text, cut: 0 }] })],
      reads: [],
    });
    const answers = await Promise.all(
      [0, 60_000, 30_000, 90_000].map((ago) => instance.admin<Told>("PUT", at, run(ago, `${ago} ago`))),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const late = await instance.admin<Told>("PUT", at, run(120_000, "late"));
    expect(late.body).toMatchObject({ stored: 0, older: [1] });
    expect((await instance.admin<Shown>("GET", at)).body.outputs.map(textOf)).toEqual(["0 ago"]);
    const gone = await instance.admin<Told>("PUT", at, outputsOf(7));
    expect(gone.body).toMatchObject({ stored: 0, gone: [7] });
  });

  test("is bounded, which is said in its place, and what is wrong is refused whole", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const at = await notebookIn(instance.admin, root, 2);
    const { admin, db } = instance;
    await admin("PUT", at, outputsOf(1));
    await db.notebookOutput.updateMany({ data: { bytes: limits.notebookOutputBytes - 10 } });
    const full = await admin<Told>("PUT", at, outputsOf(2));
    expect(full.body).toMatchObject({ stored: 0, full: [2] });
    // as many bytes as that are a page of their own
    const { body } = await admin<Shown>("GET", at);
    expect([body.outputs.map(textOf), body.next]).toEqual([["of 1"], "1"]);
    const { outputs } = (await admin<Shown>("GET", `${at}?after=1`)).body;
    expect(outputs.map(textOf)).toEqual([expect.stringContaining("more than the 32 MB")]);
    const large = { kind: "text" as const, text: "x".repeat(limits.cellOutputBytes), cut: 0 };
    await admin("PUT", at, { outputs: [outputOf(1, { parts: [large] })], reads: [] });
    const [first] = (await admin<Shown>("GET", at)).body.outputs;
    expect(textOf(first!)).toContain("are kept: run the cell to see it.");
    for (const wrong of [
      { outputs: [], reads: [] },
      { outputs: [outputOf(1)] },
      { outputs: [{ ...outputOf(1), hash: "x" }], reads: [] },
      { outputs: [{ ...outputOf(1), cell: 2 ** 53 }], reads: [] },
      { outputs: [{ ...outputOf(1), parts: [{ kind: "script", text: "" }] }], reads: [] },
    ])
      expect((await admin("PUT", at, wrong)).status, JSON.stringify(wrong).slice(0, 80)).toBe(400);
    const unknown = { outputs: [outputOf(1)], reads: [{ name: "nothing", number: 1 }] };
    expect((await admin("PUT", at, unknown)).status).toBe(404);
  });

  test("that may hold what is masked for somebody is withheld from them, also by a later mask", async () => {
    const { instance, root, owner, setMasks } = await maskedProject(provider, { masks: [] });
    const at = await notebookIn(owner, root, 3, 'dataset("people")');
    await owner("POST", `${root}/datasets`, formOf("towns.csv", "town\nLeon\n"));
    const reads = (...names: string[]) => names.map((name) => ({ name, number: 1 }));
    await owner("PUT", at, { outputs: [outputOf(1)], reads: reads("people") });
    await owner("PUT", at, { outputs: [outputOf(2)], reads: reads("towns") });
    await owner("PUT", at, { outputs: [outputOf(3)], reads: null });
    const editor = await instance.person("Ines", { slug: "neo", role: "EDITOR" });
    const seen = async (client: Client) =>
      (await client<Shown>("GET", at)).body.outputs.map((one) => [one.isWithheld, one.parts.length]);
    const shown = [false, 1];
    const withheld = [true, 0];
    expect(await seen(editor)).toEqual([shown, shown, shown]);
    await setMasks([{ name: "pay", mask: "hide", role: "owner" }]);
    expect(await seen(editor)).toEqual([withheld, shown, withheld]);
    expect(await seen(owner)).toEqual([shown, shown, shown]);
    const { body } = await owner<Shown>("GET", at);
    expect(body.newest).toEqual({ people: 1 });
  });
});
