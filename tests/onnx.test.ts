import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, test } from "vitest";
import type { Column, Frame } from "@/lib/frame/frame";
import type { Algorithm } from "@/lib/ml/algorithms";
import { encodeFrame } from "@/lib/ml/encode";
import { binFeatures } from "@/lib/ml/bins";
import { growForest } from "@/lib/ml/forest";
import { predict } from "@/lib/ml/model";
import { probabilityOutput, toOnnx } from "@/lib/ml/onnx";
import { train } from "@/lib/ml/train";
import { neoSample } from "@/lib/datasets/neo-sample";

const algorithms: Algorithm[] = [
  {
    algorithm: "random-forest",
    trees: 50,
    max_depth: null,
    min_samples_leaf: 1,
    max_features: "sqrt",
    bootstrap: true,
  },
  { algorithm: "decision-tree", max_depth: 6, min_samples_leaf: 1 },
  { algorithm: "nearest-neighbours", k: 7 },
  { algorithm: "logistic-regression", c: 1, max_iterations: 100 },
];

/** The sample with a category and holes, so that every kind of input is there. */
function frame(): Frame {
  const sample = neoSample(1);
  const classes: Column = {
    name: "class",
    type: "text",
    codes: Int32Array.from({ length: sample.rows }, (_, i) => (i % 7 === 0 ? -1 : i % 3)),
    categories: ["APO", "ATE", "AMO"],
  };
  const holes = sample.columns.map((column) =>
    column.name === "Eccentricity" && column.type !== "text"
      ? { ...column, values: column.values.map((value, i) => (i % 11 === 0 ? NaN : value)) }
      : column,
  );
  return { rows: sample.rows, columns: [...holes, classes] };
}

test.each(algorithms)(
  "the ONNX of $algorithm answers as the model does: labels equal, probabilities within 1e-6",
  async (algorithm) => {
    const rows = frame();
    const { model } = await train(
      rows,
      {
        algorithm,
        target: "Hazardous",
        exclude: ["Name", "Neo Reference ID"],
        splitColumn: null,
        testShare: 0.1,
        seed: 1,
      },
      {
        grow: async ({ trees, matrix, ...task }, report) =>
          growForest({ ...task, data: binFeatures(matrix), from: 0, to: trees }, report),
        clock: () => 0,
        report: () => undefined,
      },
    );
    const session = await InferenceSession.create(toOnnx(model));
    const feeds = Object.fromEntries(
      model.encoders.map(({ column: name, kind }) => {
        const column = rows.columns.find((candidate) => candidate.name === name)!;
        if (column.type === "integer" && kind === "integer")
          return [name, new Tensor("int64", BigInt64Array.from(column.values, BigInt), [rows.rows])];
        if (column.type === "boolean" && kind === "boolean")
          return [name, new Tensor("bool", Uint8Array.from(column.values), [rows.rows])];
        return [
          name,
          column.type === "text"
            ? new Tensor(
                "string",
                Array.from(column.codes, (code) => column.categories[code] ?? ""),
                [rows.rows],
              )
            : new Tensor("float64", column.values, [rows.rows]),
        ];
      }),
    );
    const { label, ...outputs } = await session.run(feeds);
    const ours = predict(model, encodeFrame(rows, model.encoders));
    const theirs = model.classes.map((name) => outputs[probabilityOutput(name)]!.data as Float32Array);
    let worst = 0;
    let different = 0;
    for (let i = 0; i < rows.rows; i++) {
      for (let c = 0; c < ours.classes; c++)
        worst = Math.max(worst, Math.abs(ours.values[i * ours.classes + c]! - theirs[c]![i]!));
      const mine = model.classes[ours.values[i * 2 + 1]! > ours.values[i * 2]! ? 1 : 0];
      if (mine !== (label!.data as string[])[i] && ours.values[i * 2] !== ours.values[i * 2 + 1]) different++;
    }
    expect(different).toBe(0);
    expect(worst).toBeLessThanOrEqual(1e-6);
  },
);
