import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { growOnThreads } from "@/worker/grow-on-threads";
import { neoSample } from "@/lib/datasets/neo-sample";
import { encodeFrame, encodingOf } from "@/lib/ml/encode";
import { evaluate } from "@/lib/ml/metrics";
import { bytesOfTrees, predictRow, type Trees } from "@/lib/ml/trees";
import { normal, seededRandom } from "@/lib/stats/random";
import { median, peer, report } from "./measure";

type Rows = { rows: number; width: number; values: Float64Array; labels: Uint8Array };
type Theirs = {
  neo100: number;
  neo1000: number;
  large100: number;
  f1: [number, number];
  auc: [number, number];
};
const nasa = "../shared/data/nasa.csv";
const left = new Set([
  "Neo Reference ID",
  "Name",
  "Orbit ID",
  "Close Approach Date",
  "Orbit Determination Date",
  "Orbiting Body",
  "Equinox",
]);

function realRows(): Rows {
  const [head, ...lines] = readFileSync(nasa, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const used = head!
    .map((name, i) => ({ name: name.trim(), i }))
    .filter(({ name }) => !left.has(name) && name !== "Hazardous");
  const values = Float64Array.from(lines.flatMap((line) => used.map(({ i }) => Number(line[i]))));
  return {
    rows: lines.length,
    width: used.length,
    values,
    labels: Uint8Array.from(lines, (line) => Number(line.at(-1)!.trim() === "True")),
  };
}

function sampleRows(): Rows {
  const frame = neoSample(42);
  const { encoders } = encodingOf(frame, new Set([...left, "Hazardous"]));
  const target = frame.columns.find(({ name }) => name === "Hazardous")!;
  return {
    ...encodeFrame(frame, encoders),
    labels: Uint8Array.from({ length: frame.rows }, (_, i) =>
      target.type === "text" ? 0 : target.values[i]!,
    ),
  };
}

/** 100,000 x 40 normal columns, the label a noisy sum of ten of them. */
function largeRows(): Rows {
  const random = seededRandom(7);
  const [rows, width] = [100_000, 40];
  const values = Float64Array.from({ length: rows * width }, () => normal(random));
  const labels = Uint8Array.from({ length: rows }, (_, i) =>
    Number(
      Array.from({ length: 10 }, (_unused, f) => values[i * width + f]! * (f % 2 ? 1 : -1)).reduce(
        (a, b) => a + b,
        0,
      ) +
        normal(random) >
        0,
    ),
  );
  return { rows, width, values, labels };
}

function grow(data: Rows, trees: number, seed = 1): Promise<Trees> {
  return growOnThreads(
    {
      matrix: data,
      labels: data.labels,
      classes: 2,
      params: { maxDepth: null, minLeaf: 1, features: Math.floor(Math.sqrt(data.width)) },
      seed,
      bootstrap: true,
      trees,
    },
    () => undefined,
  );
}

/** Ten stratified folds, as scikit-learn makes them: the mean F1 and AUC of forests of 100. */
async function folds(data: Rows): Promise<{ f1: number; auc: number }> {
  const random = seededRandom(3);
  const fold = new Uint8Array(data.rows);
  for (const label of [0, 1]) {
    const own = [...data.labels.keys()]
      .filter((i) => data.labels[i] === label)
      .map((i) => ({ i, at: random() }))
      .sort((a, b) => a.at - b.at);
    own.forEach(({ i }, place) => (fold[i] = place % 10));
  }
  const pick = (inside: (i: number) => boolean): Rows => {
    const chosen = [...fold.keys()].filter(inside);
    return {
      rows: chosen.length,
      width: data.width,
      values: Float64Array.from(
        chosen.flatMap((i) => [...data.values.subarray(i * data.width, (i + 1) * data.width)]),
      ),
      labels: Uint8Array.from(chosen, (i) => data.labels[i]!),
    };
  };
  const scores: ReturnType<typeof evaluate>["metrics"][] = [];
  for (let k = 0; k < 10; k++) {
    const trees = await grow(
      pick((i) => fold[i] !== k),
      100,
    );
    const test = pick((i) => fold[i] === k);
    const out = new Float64Array(test.rows * 2);
    for (let i = 0; i < test.rows; i++) predictRow(trees, test.values, i * test.width, out, i * 2);
    scores.push(evaluate({ rows: test.rows, classes: 2, values: out }, test.labels).metrics);
  }
  const mean = (key: "f1" | "roc_auc") => scores.reduce((sum, metrics) => sum + metrics[key]!, 0) / 10;
  return { f1: mean("f1"), auc: mean("roc_auc") };
}

function save(file: string, { rows, width, values, labels }: Rows): void {
  const both = new Float64Array(rows * (width + 1));
  for (let i = 0; i < rows; i++) {
    both.set(values.subarray(i * width, (i + 1) * width), i * (width + 1));
    both[i * (width + 1) + width] = labels[i]!;
  }
  writeFileSync(file, new Uint8Array(both.buffer));
}

const folder = mkdtempSync(path.join(tmpdir(), "perihelion-bench-"));
const [neo, large] = [existsSync(nasa) ? realRows() : sampleRows(), largeRows()];
save(path.join(folder, "neo"), neo);
save(path.join(folder, "large"), large);
console.log(
  "Training, ours beside scikit-learn with n_jobs=2; " +
    `near-earth objects ${existsSync(nasa) ? "real" : "simulated"}, ${neo.rows} x ${neo.width}`,
);
const theirs = peer<Theirs>(process.argv[2]!, "bench/training.py", [
  path.join(folder, "neo"),
  String(neo.width),
  path.join(folder, "large"),
  String(large.width),
]);
report("100 trees, near-earth objects", await median(5, () => grow(neo, 100)), theirs.neo100, "wanted 8x");
report(
  "1,000 trees, near-earth objects",
  await median(5, () => grow(neo, 1_000)),
  theirs.neo1000,
  "wanted 8x",
);
report("100 trees, 100,000 x 40", await median(3, () => grow(large, 100)), theirs.large100, "wanted 8x");
const ours = await folds(neo);
console.log(
  `F1, ten folds   ${ours.f1.toFixed(4)}  scikit-learn ${theirs.f1[0].toFixed(4)} +- ` +
    `${theirs.f1[1].toFixed(4)}`,
);
console.log(
  `AUC, ten folds  ${ours.auc.toFixed(5)} scikit-learn ${theirs.auc[0].toFixed(5)} +- ` +
    `${theirs.auc[1].toFixed(5)}`,
);
const forest = await grow(neo, 10_000);
const out = new Float64Array(2);
report(
  "one row through 10,000 trees",
  await median(50, () =>
    predictRow(forest, neo.values, Math.floor(Math.random() * neo.rows) * neo.width, out, 0),
  ),
  null,
  "wanted under 10 ms",
);
report("10,000 trees in memory", bytesOfTrees(forest) / 1e6, null, "wanted under 150 MB", "MB");
rmSync(folder, { recursive: true });
