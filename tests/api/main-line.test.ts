import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { unzipSync } from "fflate";
import { setStage } from "@/lib/registry/commands";
import { nasaFile } from "../data";
import { onBothDatabases, onPostgres } from "../fresh-db";
import { eventually } from "../eventually";
import { formOf, projectIn, startInstance, type Client } from "../instance";

type Run = {
  uid: string;
  name: string;
  status: string;
  parentId: number | null;
  metrics: { key: string; split: string; value: number }[];
  provenance: Record<string, unknown>;
  artifacts: { path: string; sha256: string }[];
};
const drop = ["Est Dia in M(min)", "Est Dia in M(max)", "Equinox", "Orbiting Body"];
const exclude = ["Neo Reference ID", "Name", "Orbit ID"];

async function ended(client: Client, root: string, count: number): Promise<Run[]> {
  return eventually(async () => (await client<{ runs: Run[] }>("GET", `${root}/runs?limit=100`)).body.runs, {
    for: `${count} runs to end`,
    until: (runs) =>
      runs.length === count && runs.every(({ status }) => !["RUNNING", "SCHEDULED"].includes(status)),
  });
}

onBothDatabases("the main line by HTTP alone", (provider) => {
  test.skipIf(!nasaFile)("goes from the real file to a model that answers", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const { admin } = instance;
    const root = await projectIn(instance);
    await admin("POST", `${root}/datasets`, formOf("nasa.csv", readFileSync(nasaFile!)));
    const steps = [
      { kind: "drop", columns: drop },
      {
        kind: "split",
        how: "grouped",
        group: "Neo Reference ID",
        stratify: "Hazardous",
        test: 0.1,
        seed: 42,
      },
    ];
    expect(
      (await admin("POST", `${root}/datasets/nasa/versions/1/recipes`, { steps, name: "prepared" })).status,
    ).toBe(201);
    const algorithms = [
      { algorithm: "random-forest", trees: 50 },
      { algorithm: "nearest-neighbours", k: 3 },
      { algorithm: "logistic-regression" },
    ];
    const started = await admin<{ parent: string; runs: unknown[] }>("POST", `${root}/jobs`, {
      dataset: "prepared",
      target: "Hazardous",
      exclude,
      experiment: "first",
      algorithms,
    });
    expect(started.body.runs).toHaveLength(3);

    const runs = await ended(admin, root, 4);
    expect(runs.map(({ status }) => status)).toEqual(["FINISHED", "FINISHED", "FINISHED", "FINISHED"]);
    const found = await admin<{ runs: Run[]; matching: number }>(
      "GET",
      `${root}/runs?sort=metrics.f1&filter=${encodeURIComponent("metrics.f1 > 0.9 and params.trees > 10")}`,
    );
    expect(found.body.matching).toBe(1);
    const { body: best } = await admin<Run>("GET", `${root}/runs/${found.body.runs[0]!.uid}`);
    expect(new Set(best.metrics.map(({ split }) => split))).toEqual(new Set(["train", "test"]));
    expect(best.provenance).toMatchObject({
      seed: 42,
      split: { by: "column split" },
      dataset: { name: "prepared", version: 1 },
      environment: { node: process.version },
    });

    expect((await admin("POST", `${root}/models`, { name: "NEOs", run: best.uid })).body).toMatchObject({
      name: "NEOs",
      number: 1,
      stage: "None",
    });
    expect(
      (await admin("POST", `${root}/models/NEOs/versions/1/stage`, { stage: "Production" })).body,
    ).toMatchObject({ stage: "Production" });
    const { body: example } = await admin<{ columns: string[]; data: (number | null)[][] }>(
      "GET",
      `${root}/runs/${best.uid}/artifacts/model/input_example.json`,
    );
    const row = Object.fromEntries(example.columns.map((name, i) => [name, example.data[0]![i]!]));
    const near = { ...row, "Absolute Magnitude": 18, "Minimum Orbit Intersection": 0.01 };
    const far = { ...row, "Absolute Magnitude": 28, "Minimum Orbit Intersection": 0.45 };
    const asked = await admin<{ predictions: { label: string; probabilities: Record<string, number> }[] }>(
      "POST",
      `${root}/models/NEOs/versions/1/predict`,
      { rows: [near, far] },
    );
    expect(asked.body.predictions.map(({ label }) => label)).toEqual(["true", "false"]);
    const wrong = await admin("POST", `${root}/models/NEOs/versions/1/predict`, {
      rows: [{ ...near, "Absolute Magnitude": "bright" }],
    });
    const lacking = await admin("POST", `${root}/models/NEOs/versions/1/predict`, {
      rows: [{ "Absolute Magnitude": 18 }],
    });
    expect(lacking.body.detail).toContain("Row 1: the model needs ");
    expect(wrong.body.detail).toBe('Row 1: Absolute Magnitude should be a number, found "bright".');

    const zip = await fetch(`${instance.url}${root}/models/NEOs/versions/1/download`, {
      headers: { authorization: `Bearer ${instance.adminToken}` },
    });
    const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(["MLmodel", "model.onnx", "input_example.json"]),
    );
    expect(createHash("sha256").update(files["model.onnx"]!).digest("hex")).toBe(
      best.artifacts.find(({ path }) => path === "model/model.onnx")!.sha256,
    );
    expect(new TextDecoder().decode(files.MLmodel)).toContain("signature:");
  });

  test("the same seed trains to the same model bytes", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, { sample: "neo" });
    const start = () =>
      instance.admin("POST", `${root}/jobs`, {
        dataset: "neo-simulated",
        target: "Hazardous",
        exclude,
        algorithms: [{ algorithm: "random-forest", trees: 60 }],
      });
    await start();
    await start();
    const runs = await ended(instance.admin, root, 2);
    const details = await Promise.all(
      runs.map(({ uid }) => instance.admin<Run>("GET", `${root}/runs/${uid}`)),
    );
    const hashes = details.map(
      ({ body }) => body.artifacts.find(({ path }) => path === "model/model.perihelion")!.sha256,
    );
    expect(hashes[0]).toBe(hashes[1]);
  });

  test("a running job can be stopped, and deleted runs come back", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, { sample: "neo" });
    const { body } = await instance.admin<{ runs: { job: string; run: string }[] }>("POST", `${root}/jobs`, {
      dataset: "neo-simulated",
      target: "Hazardous",
      algorithms: [{ algorithm: "random-forest", trees: 10_000 }],
    });
    const { job, run } = body.runs[0]!;
    const state = async () => (await instance.admin<{ status: string }>("GET", `${root}/jobs/${job}`)).body;
    await eventually(state, { for: "the job to run", until: ({ status }) => status === "RUNNING" });
    const asked = performance.now();
    await instance.admin("POST", `${root}/jobs/${job}/cancel`);
    await eventually(state, { for: "the job to be killed", until: ({ status }) => status === "KILLED" });
    expect(performance.now() - asked).toBeLessThan(2_000);
    expect((await instance.admin<Run>("GET", `${root}/runs/${run}`)).body.status).toBe("KILLED");

    const count = async (deleted: boolean) =>
      (await instance.admin<{ total: number }>("GET", `${root}/runs?deleted=${deleted}`)).body.total;
    await instance.admin("POST", `${root}/runs/delete`, { runs: [run] });
    expect([await count(false), await count(true)]).toEqual([0, 1]);
    await instance.admin("POST", `${root}/runs/restore`, { runs: [run] });
    expect([await count(false), await count(true)]).toEqual([1, 0]);
  });

  test("a job that cannot succeed fails with a sentence, not for ever", async () => {
    const instance = await startInstance(provider, { workers: 1 });
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, formOf("one.csv", "a,b\n1,x\n2,x\n3,x\n"));
    const { body } = await instance.admin<{ runs: { job: string }[] }>("POST", `${root}/jobs`, {
      dataset: "one",
      target: "b",
      algorithms: [{ algorithm: "decision-tree" }],
    });
    const address = `${root}/jobs/${body.runs[0]!.job}`;
    const failed = await eventually(
      async () => (await instance.admin<{ status: string; error: string }>("GET", address)).body,
      { for: "the job to fail", until: ({ status }) => status === "FAILED" },
    );
    expect(failed.error).toBe("The target b holds one value; there is nothing to tell apart.");
  });

  test("a notebook keeps revisions, and what is saved from an older one joins what is there", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    const { body: made } = await instance.admin<{ id: string; revision: number }>(
      "POST",
      `${root}/notebooks`,
      { title: "Mine" },
    );
    const save = (source: string, revision: number) =>
      instance.admin<{ revision: number; detail: string }>("PUT", `${root}/notebooks/${made.id}`, {
        title: "Mine",
        revision,
        cells: [{ id: 1, mode: "ts", source }],
      });
    const source = "const a = '</script>';\n\n    // indented\n<\\/script>";
    expect((await save(source, 1)).body.revision).toBe(2);
    expect((await save(`// head\n${source}`, 2)).body.revision).toBe(3);
    expect((await save(`${source}\n// foot`, 2)).body).toEqual({ revision: 4, newest: 5 });
    const { body: kept } = await instance.admin<{
      document: { cells: { source: string }[] };
      revisions: unknown[];
    }>("GET", `${root}/notebooks/${made.id}`);
    expect(kept.document.cells[0]!.source).toBe(`// head\n${source}\n// foot`);
    expect(kept.revisions).toHaveLength(5);
  });

  test("events of a project reach a stream that resumes where it broke off", async () => {
    const instance = await startInstance(provider);
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/notebooks`, { title: "One" });
    const abort = new AbortController();
    const response = await fetch(`${instance.url}${root}/events?after=0`, {
      headers: { authorization: `Bearer ${instance.adminToken}` },
      signal: abort.signal,
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("Two")) {
      if (text.includes("One") && !text.includes("asked")) {
        text += "asked";
        void instance.admin("POST", `${root}/notebooks`, { title: "Two" });
      }
      text += (await reader.read()).value ?? "";
    }
    abort.abort();
    expect(text).toMatch(/id: \d+\nevent: notebook/);
  });
});

onPostgres("promotion at the same moment", () => {
  test("leaves one version in Production", async () => {
    const instance = await startInstance("postgresql", { workers: 1 });
    const root = await projectIn(instance);
    await instance.admin("POST", `${root}/datasets`, { sample: "neo" });
    await instance.admin("POST", `${root}/jobs`, {
      dataset: "neo-simulated",
      target: "Hazardous",
      algorithms: [{ algorithm: "decision-tree", max_depth: 2 }],
    });
    const [run] = await ended(instance.admin, root, 1);
    const registered = await Promise.all(
      [1, 2, 3, 4].map(() => instance.admin("POST", `${root}/models`, { name: "NEOs", run: run!.uid })),
    );
    expect(registered.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const project = await instance.db.project.findFirstOrThrow();
    const actor = { id: "x", name: "x", via: "session" as const, viaId: null, from: null };
    await Promise.all(
      [1, 2, 3, 4].map((number) =>
        setStage(instance.db, actor, {
          projectId: project.id,
          name: "NEOs",
          number,
          stage: "Production",
          now: new Date(),
        }),
      ),
    );
    const versions = await instance.db.modelVersion.findMany();
    expect(versions.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4]);
    expect(versions.map(({ stage }) => stage).sort()).toEqual([
      "Archived",
      "Archived",
      "Archived",
      "Production",
    ]);
  });
});
