import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { encodeModel, type Model } from "@/lib/ml/model";
import { processScorer } from "@/server/scoring-process";
import { onBothDatabases } from "../fresh-db";
import { projectIn, startInstance } from "../instance";

const signature = { inputs: [{ name: "x", type: "double", required: true }], outputs: [] };
const asking = (personId: string, signal = new AbortController().signal) => ({
  asker: { projectId: "p", personId },
  signal,
});

/** A tree whose nodes lie in one line, so that each row walks through all of them. */
function treeOf(nodes: number, change: (right: Int32Array) => void = () => undefined): Uint8Array {
  const right = new Int32Array(nodes).fill(nodes - 1);
  [right[nodes - 2], right[nodes - 1]] = [0, 1];
  change(right);
  const model: Model = {
    algorithm: { algorithm: "decision-tree", max_depth: null, min_samples_leaf: 1 },
    target: "y",
    classes: ["no", "yes"],
    encoders: [{ column: "x", kind: "number", fill: 0 }],
    fitted: {
      kind: "trees",
      trees: {
        classes: 2,
        starts: Int32Array.of(0, nodes),
        feature: new Int16Array(nodes).fill(-1, nodes - 2),
        threshold: new Float64Array(nodes).fill(1),
        right,
        leaves: Float64Array.of(1, 0, 0, 1),
        importance: new Float64Array(1),
      },
    },
  };
  return encodeModel(model);
}

function scorerIn(timeout?: number) {
  const folder = mkdtempSync(path.join(tmpdir(), "perihelion-scoring-"));
  const scorer = processScorer(path.join(folder, "processes"), timeout ? { timeout } : {});
  onTestFinished(() => {
    scorer.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const fileOf = (name: string, bytes: Uint8Array) => {
    writeFileSync(path.join(folder, name), bytes);
    return path.join(folder, name);
  };
  return { scorer, fileOf };
}

test("a model that takes too long is stopped, while others are answered", async () => {
  const { scorer, fileOf } = scorerIn(3_000);
  const [slow, quick] = [fileOf("slow", treeOf(300_000)), fileOf("quick", treeOf(3))];
  const rows = Array.from({ length: 100_000 }, () => ({ x: 0 }));
  const long = scorer.score({ file: slow, signature, rows }, asking("ana")).then(
    () => "answered",
    (error: Error) => error.message,
  );
  const short = await scorer.score({ file: quick, signature, rows: [{ x: 0 }, { x: 2 }] }, asking("ben"));
  expect(short.predictions.map(({ label }) => label)).toEqual(["no", "yes"]);
  expect(await long).toContain("took longer than 3 s");
});

test("a prediction ends with whoever asked for it", async () => {
  const { scorer, fileOf } = scorerIn();
  const leaving = new AbortController();
  const rows = Array.from({ length: 100_000 }, () => ({ x: 0 }));
  const file = fileOf("slow", treeOf(300_000));
  const asked = scorer.score({ file, signature, rows }, asking("ana", leaving.signal));
  leaving.abort();
  await expect(asked).rejects.toThrow("Stopped.");
  expect(scorer.pids()).toEqual([]);
});

test("a scoring process that is killed while it rests is replaced", async () => {
  const { scorer, fileOf } = scorerIn();
  const file = fileOf("quick", treeOf(3));
  for (let round = 0; round < 4; round++) {
    const { predictions } = await scorer.score({ file, signature, rows: [{ x: 0 }] }, asking("ana"));
    expect(predictions[0]!.label).toBe("no");
    for (const pid of scorer.pids()) process.kill(pid, "SIGKILL");
  }
});

onBothDatabases("a crafted model", (provider) => {
  test("is refused in words, and the server goes on", async () => {
    const { admin, adminToken, url } = await startInstance(provider);
    const root = await projectIn({ admin });
    const api = "/mlflow/neo/api/2.0/mlflow";
    const put = (run: string, name: string, body: string | Uint8Array) =>
      fetch(`${url}/mlflow/neo/api/2.0/mlflow-artifacts/artifacts/0/${run}/artifacts/model/${name}`, {
        method: "PUT",
        headers: { authorization: `Bearer ${adminToken}` },
        body: body as BodyInit,
      });
    await admin("POST", `${api}/registered-models/create`, { name: "m" });
    const described = `signature:\n  inputs: '${JSON.stringify(signature.inputs)}'\n`;
    const crafted: [string, string | Uint8Array, string, number][] = [
      ["a node that is its own child", treeOf(3, (right) => (right[0] = 0)), described, 400],
      ["a head that is none", "PERIMODEL1\n{]\n", described, 400],
      ["a size beyond the file", "PERIMODEL1\n".padEnd(4_000, "["), described, 400],
      ["no model at all", "x", described, 400],
      ["a description that is a bomb", treeOf(3), "[".repeat(500_000), 409],
      ["a signature that is no list", treeOf(3), "signature:\n  inputs: '{}'\n", 409],
      ["nothing wrong", treeOf(3), described, 200],
    ];
    for (const [i, [what, model, description, status]] of crafted.entries()) {
      const { run } = (
        await admin<{ run: { info: { run_id: string } } }>("POST", `${api}/runs/create`, {
          experiment_id: "0",
        })
      ).body;
      const { run_id } = run.info;
      await put(run_id, "model.perihelion", model);
      await put(run_id, "MLmodel", description);
      const source = `runs:/${run_id}/model`;
      await admin("POST", `${api}/model-versions/create`, { name: "m", source, run_id });
      const answer = await admin<{ detail?: string }>("POST", `${root}/models/m/versions/${i + 1}/predict`, {
        rows: [{ x: 0 }],
      });
      expect(answer.status, `${what}: ${answer.text}`).toBe(status);
    }
  });
});
