import { fromArrow } from "@/lib/frame/arrow";
import { train as trainKind, type TrainResult } from "@/lib/jobs/kinds/train";
import { encodeModel } from "@/lib/ml/model";
import { toOnnx } from "@/lib/ml/onnx";
import { train, type Trained } from "@/lib/ml/train";
import { inputExample, mlflowFiles, signatureOf } from "@/lib/registry/mlflow-model";
import { growOnThreads } from "./grow-on-threads";
import type { RunContext } from "./run-context";

/** What training made: what the run is told, and the model's files. */
export type Made = Pick<TrainResult, "metrics" | "provenance"> & {
  files: { path: string; content: Uint8Array }[];
};
type Task = { spec: unknown; bytes: Uint8Array; runName: string };

/** Trains on the rows of an Arrow stream; all threads grow forests, this one too. */
export async function trainModel(
  { spec: raw, bytes, runName }: Task,
  { log, progress }: Pick<RunContext, "log" | "progress">,
): Promise<Made> {
  const spec = trainKind.spec.parse(raw);
  const frame = fromArrow(bytes);
  log(`${frame.rows.toLocaleString("en")} rows, ${frame.columns.length} columns; target ${spec.target}`);
  let last = 0;
  const report = (message: string, done: number, total: number) => {
    if (performance.now() - last < 100 && done < total) return;
    last = performance.now();
    progress(message, done, total);
  };
  const trained = await train(frame, spec, { grow: growOnThreads, clock: () => performance.now(), report });
  for (const { column, why } of trained.encoding.left) log(`Left out ${column}: ${why}`);
  log(
    `Fitted in ${trained.fitMilliseconds.toFixed(0)} ms on ${trained.split.train} rows; ` +
      `test has ${trained.split.test} (${trained.split.by})`,
  );
  return resultOf(trained, frame, runName);
}

function resultOf(trained: Trained, frame: ReturnType<typeof fromArrow>, runName: string): Made {
  const { model, train: onTrain, test: onTest } = trained;
  const native = encodeModel(model);
  const onnx = toOnnx(model);
  const signature = signatureOf(model, frame);
  const text = new TextEncoder();
  const json = (value: unknown) => text.encode(JSON.stringify(value));
  // The time of a run is in the database; in the model it would make equal models differ.
  const folder = mlflowFiles(signature, {
    runUid: runName,
    createdAt: new Date(0),
    example: inputExample(frame, model.encoders),
    bytes: onnx.byteLength,
  });
  const metrics = (["train", "test"] as const).flatMap((split) =>
    Object.entries((split === "train" ? onTrain : onTest).metrics).flatMap(([key, value]) =>
      value === null ? [] : [{ key, split, value }],
    ),
  );
  return {
    metrics,
    provenance: {
      code: "Perihelion built-in trainer 1",
      split: trained.split,
      fitMilliseconds: trained.fitMilliseconds,
      millisecondsPerRow: trained.millisecondsPerRow,
      modelBytes: native.byteLength,
      features: model.encoders.map(({ column }) => column),
      left: trained.encoding.left,
    },
    files: [
      { path: "evaluation.json", content: json({ classes: model.classes, train: onTrain, test: onTest }) },
      ...(trained.importance ? [{ path: "importance.json", content: json(trained.importance) }] : []),
      { path: "signature.json", content: json(signature) },
      ...Object.entries(folder).map(([name, content]) => ({
        path: `model/${name}`,
        content: text.encode(content),
      })),
      { path: "model/model.onnx", content: onnx },
      { path: "model/model.perihelion", content: native },
    ],
  };
}
