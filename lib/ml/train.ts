import { AppError } from "@/lib/errors";
import { columnOf, takeRows, type Frame } from "@/lib/frame/frame";
import { integers } from "@/lib/stats/random";
import { featuresPerSplit, type Algorithm } from "./algorithms";
import { encodeFrame, encodeTarget, encodingOf, featureNames, type Encoding } from "./encode";
import type { ForestTask } from "./forest";
import { fitLogistic } from "./logistic";
import type { Labelled, Matrix, Report } from "./matrix";
import { evaluate, type Evaluation } from "./metrics";
import { predict, type Fitted, type Model } from "./model";
import { fitNeighbours } from "./neighbours";
import type { Trees } from "./trees";

/** What to train, on which rows, judged on which. */
export type TrainSpec = {
  algorithm: Algorithm;
  target: string;
  /** Columns never to learn from, such as identifiers. */
  exclude: string[];
  /** The column that says train or test; without it rows are drawn, stratified by the target. */
  splitColumn: string | null;
  testShare: number;
  seed: number;
};

/**
 * Bins features and grows a forest on them, perhaps on many threads; the result does not depend on how many.
 */
export type GrowForest = (
  task: Omit<ForestTask, "from" | "to" | "data"> & { matrix: Matrix; trees: number },
  report: Report,
) => Promise<Trees>;
/** Milliseconds from some beginning. */
export type Clock = () => number;

export type Trained = {
  model: Model;
  encoding: Encoding;
  train: Evaluation;
  test: Evaluation;
  importance: { feature: string; value: number }[] | null;
  split: { train: number; test: number; left: number; by: string };
  fitMilliseconds: number;
  millisecondsPerRow: number;
};

/** Fits a model on the training rows and evaluates it on both parts; the same input gives the same model. */
export async function train(
  frame: Frame,
  spec: TrainSpec,
  {
    grow,
    clock,
    report,
  }: { grow: GrowForest; clock: Clock; report: (message: string, done: number, total: number) => void },
): Promise<Trained> {
  const target = columnOf(frame, spec.target);
  if (!target) throw new AppError("INVALID", `There is no column ${spec.target} to predict.`);
  const { classes, labels } = encodeTarget(target, frame.rows);
  const parts = splitRows(frame, labels, spec);
  const encoding = encodingOf(
    takeRows(frame, parts.train),
    new Set([spec.target, ...spec.exclude, ...(spec.splitColumn ? [spec.splitColumn] : [])]),
    frame,
  );
  const part = (rows: Int32Array): Labelled => ({
    ...encodeFrame(takeRows(frame, rows), encoding.encoders),
    labels: Uint8Array.from(rows, (row) => labels[row]!),
    classes: classes.length,
  });
  const [trainPart, testPart] = [part(parts.train), part(parts.test)];

  const started = clock();
  const fitted = await fit(trainPart, spec, grow, (done, total) => report("Fitting", done, total));
  const fitMilliseconds = clock() - started;
  const model: Model = {
    algorithm: spec.algorithm,
    target: spec.target,
    classes,
    encoders: encoding.encoders,
    fitted,
  };

  const asked = clock();
  const test = evaluate(
    predict(model, testPart, (done, total) => report("Testing", done, total)),
    testPart.labels,
  );
  const millisecondsPerRow = (clock() - asked) / testPart.rows;
  const trainEvaluation = evaluate(
    predict(model, trainPart, (done, total) => report("Measuring on the training rows", done, total)),
    trainPart.labels,
  );
  return {
    model,
    encoding,
    train: trainEvaluation,
    test,
    importance: importanceOf(model),
    split: { train: parts.train.length, test: parts.test.length, left: parts.left, by: parts.by },
    fitMilliseconds,
    millisecondsPerRow,
  };
}

async function fit(
  data: Labelled,
  { algorithm, seed }: TrainSpec,
  grow: GrowForest,
  report: Report,
): Promise<Fitted> {
  switch (algorithm.algorithm) {
    case "nearest-neighbours":
      return { kind: "neighbours", neighbours: fitNeighbours(data, algorithm.k) };
    case "logistic-regression":
      return {
        kind: "logistic",
        logistic: fitLogistic(data, { c: algorithm.c, maxIterations: algorithm.max_iterations }, report),
      };
    default: {
      const forest = algorithm.algorithm === "random-forest";
      const params = {
        maxDepth: algorithm.max_depth,
        minLeaf: algorithm.min_samples_leaf,
        features: forest ? featuresPerSplit(algorithm.max_features, data.width) : data.width,
      };
      const task = {
        matrix: data,
        labels: data.labels,
        classes: data.classes,
        params,
        seed,
        bootstrap: forest && algorithm.bootstrap,
        trees: forest ? algorithm.trees : 1,
      };
      return { kind: "trees", trees: await grow(task, report) };
    }
  }
}

function splitRows(
  frame: Frame,
  labels: Uint8Array,
  { splitColumn, testShare, seed }: TrainSpec,
): { train: Int32Array; test: Int32Array; left: number; by: string } {
  const known = Array.from({ length: frame.rows }, (_, i) => i).filter((i) => labels[i] !== 255);
  const left = frame.rows - known.length;
  const inTest = splitColumn ? byColumn(frame, splitColumn) : drawn(known, labels, testShare, seed);
  const train = Int32Array.from(known.filter((i) => !inTest(i)));
  const test = Int32Array.from(known.filter(inTest));
  if (train.length === 0 || test.length === 0)
    throw new AppError(
      "INVALID",
      `The split leaves ${train.length} rows to train on and ${test.length} to test on; both need some.`,
    );
  return {
    train,
    test,
    left,
    by: splitColumn
      ? `column ${splitColumn}`
      : `random, stratified, ${Math.round(testShare * 100)} % test, seed ${seed}`,
  };
}

function byColumn(frame: Frame, name: string): (row: number) => boolean {
  const column = columnOf(frame, name);
  if (column?.type !== "text")
    throw new AppError("INVALID", `There is no column ${name} that says train or test.`);
  const test = column.categories.indexOf("test");
  return (row) => column.codes[row] === test;
}

/** In each class as many rows as the share says, drawn by the seed. */
function drawn(
  rows: readonly number[],
  labels: Uint8Array,
  share: number,
  seed: number,
): (row: number) => boolean {
  const random = integers(seed);
  const chosen = new Set<number>();
  for (const label of new Set(rows.map((row) => labels[row]!))) {
    const ofClass = rows.filter((row) => labels[row] === label);
    for (let i = 0; i < Math.round(ofClass.length * share); i++) {
      const pick = i + Math.floor((random() / 2 ** 32) * (ofClass.length - i));
      [ofClass[i], ofClass[pick]] = [ofClass[pick]!, ofClass[i]!];
      chosen.add(ofClass[i]!);
    }
  }
  return (row) => chosen.has(row);
}

/** What the model leans on, greatest first, summing to 1; null where the algorithm has no such figure. */
function importanceOf({ encoders, fitted }: Model): { feature: string; value: number }[] | null {
  if (fitted.kind === "neighbours") return null;
  const names = featureNames(encoders);
  const raw =
    fitted.kind === "trees"
      ? fitted.trees.importance
      : names.map((_, f) => fitted.logistic.weights.reduce((sum, side) => sum + Math.abs(side[f]!), 0));
  const sum = Array.from(raw).reduce((a, b) => a + b, 0) || 1;
  return names.map((feature, f) => ({ feature, value: raw[f]! / sum })).sort((a, b) => b.value - a.value);
}
