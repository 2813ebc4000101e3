import { expect, test } from "vitest";
import type { Synthesis } from "@/lib/datasets/synthetic/report";
import { onBothDatabases } from "../fresh-db";
import { eventually, formOf, projectIn, startInstance, type Client, type Instance } from "../instance";
import { maskedProject } from "../masked-project";

type Started = { job: string; kind: string; title: string; status: string; detail: string };
type Job = { status: string; error: string | null; report: string | null };
type Version = {
  id: string;
  rows: number;
  origin: string;
  source: string;
  synthetic: boolean;
  synthesis?: Synthesis;
  sha256: string;
  columns: { name: string; type: string }[];
};
type Rows = { rows: Record<string, unknown>[] };

const at = (root: string, name: string, number = 1) => `${root}/datasets/${name}/versions/${number}`;

/** A project with a table of 200 rows: a code of 20 digits, two numbers that go together, a kind. */
async function begin(instance: Instance) {
  const root = await projectIn(instance);
  const lines = Array.from({ length: 200 }, (_, i) => {
    const weight = ((i * 37) % 200) / 4;
    const length = Math.round(weight * 3) + (i % 5);
    return `12345678901234567${100 + i},${weight},${length},${i % 8 ? "usual" : "rare"}`;
  });
  await instance.admin(
    "POST",
    `${root}/datasets`,
    formOf("parts.csv", `code,weight,length,kind\n${lines.join("\n")}\n`),
  );
  return root;
}

const ask = (client: Client, root: string, body: object, name = "parts") =>
  client<Started>("POST", `${at(root, name)}/synthetic`, { name: "made", ...body });

/** The job when it has ended. */
const ended = (client: Client, root: string, job: string) =>
  eventually(async () => (await client<Job>("GET", `${root}/jobs/${job}`)).body, {
    for: "the job to end",
    within: 60_000,
    until: ({ status }) => !["QUEUED", "RUNNING"].includes(status),
  });

async function make(client: Client, root: string, body: object, name = "parts") {
  const { status, body: started } = await ask(client, root, body, name);
  expect([status, started.detail]).toEqual([202, undefined]);
  const job = await ended(client, root, started.job);
  expect([job.status, job.error]).toEqual(["FINISHED", null]);
  return job;
}

const versionOf = async (client: Client, root: string, name: string, number = 1) =>
  (await client<Version>("GET", at(root, name, number))).body;
const rowsOf = async (client: Client, root: string, name: string) =>
  (await client<Rows>("GET", `${at(root, name)}/rows?limit=1000`)).body.rows;

onBothDatabases("synthetic rows of a version", (provider) => {
  test("are made by a job, are like its rows and none of them, and say how near they are", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await begin(instance);
    const { admin, db } = instance;
    const answer = await ask(admin, root, { rows: 150, seed: 3 });
    expect([answer.status, answer.body]).toEqual([
      202,
      {
        job: answer.body.job,
        kind: "synthetic",
        title: "Synthesise made",
        status: "QUEUED",
        dataset: "made",
      },
    ]);
    expect(answer.headers.get("location")).toBe(`${root}/jobs/${answer.body.job}`);
    const job = await ended(admin, root, answer.body.job);
    expect(JSON.parse(job.report!)).toEqual({ dataset: "made", version: 1, rows: 150, columns: 4 });

    const version = await versionOf(admin, root, "made");
    expect(version).toMatchObject({ origin: "synthetic", source: "parts v1", synthetic: true, rows: 150 });
    const { synthesis } = version;
    expect(synthesis).toMatchObject({
      seed: 3,
      output: "alone",
      mark: null,
      fitted: { rows: 200, of: 200, split: null },
      rows: { asked: 150, made: 150, dropped: 0 },
    });
    expect(synthesis!.columns.map(({ column, how, measure }) => [column, how, measure])).toEqual([
      ["code", "new", null],
      ["weight", "numbers", "ks"],
      ["length", "numbers", "ks"],
      ["kind", "values", "tv"],
    ]);
    expect(synthesis!.correlation!.largest).toBeLessThan(0.3);
    expect(synthesis!.nearest).toMatchObject({ rows: 150, of: 150, against: 200, againstOf: 200 });
    const rows = await rowsOf(admin, root, "made");
    expect(rows[0]!.code).toBe("synthetic-000001");
    for (const { weight, length } of rows) {
      expect(weight).toBe(Math.round((weight as number) * 100) / 100);
      expect(Number.isInteger(length)).toBe(true);
    }
    const said = ({ weight, length, kind }: Record<string, unknown>) => `${weight} ${length} ${kind}`;
    const there = new Set((await rowsOf(admin, root, "parts")).map(said));
    expect(rows.filter((row) => there.has(said(row)))).toEqual([]);

    const edges = await db.lineageEdge.findMany({ where: { toKind: "dataset", toId: version.id } });
    const source = await versionOf(admin, root, "parts");
    expect(edges.map(({ fromKind, fromId, how }) => [fromKind, fromId, how])).toEqual([
      ["dataset", source.id, "synthesised from"],
    ]);
    expect(source.synthetic).toBe(false);
    await make(admin, root, { name: "again", rows: 150, seed: 3 });
    expect((await versionOf(admin, root, "again")).sha256).toBe(version.sha256);
  });

  test("stand after the rows that there are where that is asked for, each marked", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await begin(instance);
    const { admin } = instance;
    await make(admin, root, { rows: 20, output: "appended", leaveOut: ["length"] });
    const [rows, before] = [await rowsOf(admin, root, "made"), await rowsOf(admin, root, "parts")];
    expect(rows.slice(0, 200)).toEqual(
      before.map(({ code, weight, kind }) => ({ code, weight, kind, synthetic: false })),
    );
    expect(rows.slice(200).map(({ synthetic }) => synthetic)).toEqual(new Array(20).fill(true));
    expect(rows[200]!.code).toBe("synthetic-000001");
    const { synthesis } = await versionOf(admin, root, "made");
    expect(synthesis!.columns.at(-1)).toMatchObject({
      column: "length",
      how: "left out",
      why: "It was asked to be left out.",
    });
    const taken = await ask(admin, root, { rows: 5, output: "appended", mark: "KIND" });
    expect([taken.status, taken.body.detail]).toEqual([
      400,
      expect.stringContaining("a column KIND already"),
    ]);
  });

  test("are made by class, as many as a class lacks, and a class of too few rows is refused", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await begin(instance);
    const { admin } = instance;
    type Plan = { classes: { value: string; rows: number; lacking: number }[]; columns: object[] };
    const plan = await admin<Plan>("GET", `${at(root, "parts")}/synthetic?class=kind`);
    expect(plan.body.classes).toEqual([
      { value: "usual", rows: 175, lacking: 0 },
      { value: "rare", rows: 25, lacking: 150 },
    ]);
    expect(plan.body.columns[0]).toMatchObject({ column: "code", how: "new" });
    const byClass = (value: string, rows: number) => ({
      output: "appended",
      byClass: { column: "kind", rows: [{ value, rows }] },
    });
    await make(admin, root, byClass("rare", 150));
    const rows = await rowsOf(admin, root, "made");
    const count = (kind: string) => rows.filter((row) => row.kind === kind).length;
    expect([count("usual"), count("rare")]).toEqual([175, 175]);
    const { body } = await ask(admin, root, byClass("none", 5));
    expect(await ended(admin, root, body.job)).toMatchObject({
      status: "FAILED",
      error: "No row to learn from has none in kind.",
    });
  });

  test("are learned from the training rows alone where there is a split, and are training rows", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await begin(instance);
    const { admin } = instance;
    const split = { kind: "split", how: "random", test: 0.25, seed: 1 };
    const steps = [split];
    const prepared = await admin("POST", `${at(root, "parts")}/recipes`, { steps, name: "prepared" });
    expect(prepared.status, JSON.stringify(prepared.body)).toBe(201);
    await make(admin, root, { rows: 30, output: "appended" }, "prepared");
    const rows = await rowsOf(admin, root, "made");
    expect(new Set(rows.slice(200).map((row) => row.split))).toEqual(new Set(["train"]));
    const { synthesis } = await versionOf(admin, root, "made");
    const train = rows.slice(0, 200).filter((row) => row.split === "train").length;
    expect(synthesis!.fitted).toEqual({ rows: train, of: 200, split: "split" });
    await make(admin, root, { name: "alone", rows: 30 }, "prepared");
    expect((await versionOf(admin, root, "alone")).columns.map(({ name }) => name)).not.toContain("split");
  });

  test("leave nothing behind when they are stopped while they wait or run", async () => {
    const instance = await startInstance(provider);
    const root = await begin(instance);
    const { admin, clientOf, workerToken, db } = instance;
    const { body: waiting } = await ask(admin, root, { rows: 10 });
    await admin("POST", `${root}/jobs/${waiting.job}/cancel`);
    expect((await ended(admin, root, waiting.job)).status).toBe("KILLED");
    const { body: running } = await ask(admin, root, { rows: 10 });
    type Claimed = { job: { id: string; token: string } };
    const { body } = await clientOf(workerToken)<Claimed>("POST", "/api/worker/claim", { worker: "w" });
    expect(body.job.id).toBe(running.job);
    const worker = clientOf(body.job.token);
    expect((await worker("GET", `/api/worker/jobs/${running.job}/data`)).status).toBe(200);
    await admin("POST", `${root}/jobs/${running.job}/cancel`);
    await worker("POST", `/api/worker/jobs/${running.job}/finish`, { status: "KILLED" });
    expect((await ended(admin, root, running.job)).status).toBe("KILLED");
    expect(await db.dataset.count({ where: { name: "made" } })).toBe(0);
    expect(await db.datasetVersion.count({ where: { synthetic: true } })).toBe(0);
  });

  test("are not for a viewer, nor of a dataset of another project, and their request is strict", async () => {
    const instance = await startInstance(provider);
    const root = await begin(instance);
    const other = await projectIn(instance, "other");
    const viewer = await instance.person("Vic", { slug: "neo", role: "VIEWER" });
    expect((await ask(viewer, root, { rows: 5 })).status).toBe(403);
    expect((await viewer("GET", `${at(root, "parts")}/synthetic`)).status).toBe(403);
    expect((await ask(instance.admin, other, { rows: 5 })).status).toBe(404);
    const bad: [object, string][] = [
      [{}, "Expected rows, or byClass"],
      [{ rows: 0 }, "rows"],
      [{ rows: 2 ** 31 }, "rows"],
      [{ rows: 5, seed: -1 }, "seed"],
      [{ rows: 5, more: 1 }, "more"],
      [{ rows: 5, mark: "x" }, "expected no mark"],
      [{ rows: 5, leaveOut: ["nothing"] }, "There is no column nothing to leave out."],
      [{ byClass: { column: "nothing", rows: [{ value: "a", rows: 1 }] } }, "no column nothing"],
      [{ byClass: { column: "kind", rows: [{ value: "rare", rows: 0 }] } }, "every class has 0"],
      [
        { byClass: { column: "code", rows: [{ value: "a", rows: 1 }] }, leaveOut: ["code"] },
        "makes no classes",
      ],
    ];
    for (const [body, words] of bad) {
      const answer = await ask(instance.admin, root, body);
      expect(answer.status, JSON.stringify(body)).toBe(400);
      expect(answer.body.detail, JSON.stringify(body)).toContain(words);
    }
    const large = await ask(instance.admin, root, { rows: 19_999_999 });
    expect([large.status, large.body.detail]).toEqual([413, expect.stringContaining("cells to make")]);
    expect(await instance.db.job.count()).toBe(0);
  });

  test("have no column that is masked for whoever asks, and the others keep their masks", async () => {
    const { instance, root, owner } = await maskedProject(provider, { workers: 1 });
    const editor = await instance.person("Eva", { slug: "neo", role: "EDITOR" });
    await make(editor, root, { rows: 15 }, "people");
    const hers = await versionOf(owner, root, "made");
    expect(hers.columns.map(({ name }) => name)).toEqual(["id", "town", "label", "size"]);
    const reasons = new Map(hers.synthesis!.columns.map(({ column, why }) => [column, why]));
    expect([reasons.get("name"), reasons.get("pay")]).toEqual(new Array(2).fill("It is masked for you."));
    const refused = await editor<Started>("GET", `${at(root, "people")}/synthetic?class=pay`);
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining("“pay” is masked")]);
    const byClass = { column: "pay", rows: [{ value: "1", rows: 1 }] };
    expect((await ask(editor, root, { byClass }, "people")).status).toBe(403);

    await make(owner, root, { name: "whole", rows: 30 }, "people");
    expect((await rowsOf(owner, root, "whole"))[0]).toMatchObject({ pay: expect.any(Number) as number });
    const seen = await rowsOf(editor, root, "whole");
    expect(seen.every(({ pay }) => typeof pay === "string")).toBe(true);
    const told = (await versionOf(editor, root, "whole")).synthesis!;
    expect(told.columns.map(({ column }) => column)).toEqual(["id", "town", "label", "size"]);
  });
});

onBothDatabases("the mark of synthetic rows", (provider) => {
  test("goes on to every version that is made of them, recipe, join, union, restore, apply", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await begin(instance);
    const { admin } = instance;
    await make(admin, root, { rows: 20 });
    const recipe = (from: string, steps: object[], name: string) =>
      admin<Version>("POST", `${at(root, from)}/recipes`, { steps, name });
    const table = { dataset: "made", version: 1 };
    const join = { kind: "join", table, how: "left", keys: [["code", "code"]], columns: [] };
    const joined = { ...join, one: true, suffix: "", otherSuffix: "_right" };
    const drop = [{ kind: "drop", columns: ["length"] }];
    const made = [
      await recipe("made", drop, "fewer"),
      await recipe("parts", [joined], "joined"),
      await recipe("fewer", [{ kind: "rename", from: "kind", to: "sort" }], "further"),
      await admin<Version>("POST", `${at(root, "made")}/apply`.replace("made", "fewer"), {
        to: { dataset: "parts", version: 1 },
        name: "applied",
      }),
      await recipe("parts", [{ kind: "union", table, by: "name" }], "both"),
      await recipe("parts", drop, "clean"),
    ];
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
    const marks = ["fewer", "joined", "further", "applied", "both", "clean"].map(
      async (name) => (await versionOf(admin, root, name)).synthetic,
    );
    expect(await Promise.all(marks)).toEqual([true, true, true, true, true, false]);

    await recipe("parts", drop, "made");
    await admin("POST", `${at(root, "made")}/restore`);
    const restored = await versionOf(admin, root, "made", 3);
    expect([restored.origin, restored.synthetic]).toEqual(["restore", true]);
    expect(restored.synthesis).toEqual((await versionOf(admin, root, "made")).synthesis);
    type Listed = { datasets: { name: string; synthetic: boolean }[] };
    const listed = (await admin<Listed>("GET", `${root}/datasets`)).body.datasets;
    expect(listed.find(({ name }) => name === "joined")!.synthetic).toBe(true);
    expect(listed.find(({ name }) => name === "parts")!.synthetic).toBe(false);
  });

  test("goes on to the run that learned from them and to the model that is registered of it", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await begin(instance);
    const { admin } = instance;
    await make(admin, root, { rows: 120, output: "appended" });
    type Train = { runs: { run: string; job: string }[] };
    const started = await admin<Train>("POST", `${root}/jobs`, {
      dataset: "made",
      target: "kind",
      exclude: ["code", "synthetic"],
      algorithms: [{ algorithm: "decision-tree" }],
    });
    const { run, job } = started.body.runs[0]!;
    expect(await ended(admin, root, job)).toMatchObject({ status: "FINISHED" });
    expect((await admin<{ synthetic: boolean }>("GET", `${root}/runs/${run}`)).body.synthetic).toBe(true);
    const registered = await admin("POST", `${root}/models`, { name: "sorter", run });
    expect(registered.status, JSON.stringify(registered.body)).toBeLessThan(300);
    type Model = { versions: { synthetic: boolean }[] };
    const model = await admin<Model>("GET", `${root}/models/sorter`);
    expect(model.body.versions.map(({ synthetic }) => synthetic)).toEqual([true]);
  });
});
