import { cellOf, type Frame } from "@/lib/frame/frame";
import type { Encoder } from "@/lib/ml/encode";
import type { Model } from "@/lib/ml/model";
import { probabilityOutput } from "@/lib/ml/onnx";

/** A column of a model's input, in MLflow's words. */
export type SignatureColumn = { name: string; type: string; required: boolean };
export type Signature = { inputs: SignatureColumn[]; outputs: { name: string; type: string }[] };

/** The signature of a model, from the whole dataset: a column with holes anywhere is not required. */
export function signatureOf(
  { encoders, classes }: Pick<Model, "encoders" | "classes">,
  frame: Frame,
): Signature {
  const inputs = encoders.map((encoder) => ({
    name: encoder.column,
    type: typeWords[encoder.kind],
    required: !hasHoles(frame, encoder),
  }));
  return {
    inputs,
    outputs: [
      { name: "label", type: "string" },
      ...classes.map((name) => ({ name: probabilityOutput(name), type: "float" })),
    ],
  };
}

const typeWords: Record<Encoder["kind"], string> = {
  category: "string",
  number: "double",
  integer: "long",
  boolean: "boolean",
  date: "double",
};

function hasHoles(frame: Frame, { column: name }: Encoder): boolean {
  const column = frame.columns.find((candidate) => candidate.name === name);
  return !column || (column.type === "text" ? column.codes.includes(-1) : column.values.some(Number.isNaN));
}

/** The first row of a table that has the model's columns, as an input that can be sent again. */
export function inputExample(
  frame: Frame,
  encoders: readonly Encoder[],
): Record<string, string | number | boolean | null> {
  return Object.fromEntries(
    encoders.map(({ column: name, kind }) => {
      const column = frame.columns.find((candidate) => candidate.name === name)!;
      const cell = cellOf(column, 0);
      return [name, column.type === "text" || kind === "boolean" || cell === null ? cell : column.values[0]!];
    }),
  );
}

/**
 * The files of an MLflow model folder beside `model.onnx`; JSON is YAML,
 * so that nothing needs quoting rules of its own.
 */
export function mlflowFiles(
  signature: Signature,
  { runUid, createdAt, example, bytes }: { runUid: string; createdAt: Date; example: object; bytes: number },
): Record<string, string> {
  const requirements = "mlflow\nonnx\nonnxruntime\nnumpy\npandas\n";
  const entries: [string, unknown][] = [
    ["artifact_path", "model"],
    [
      "flavors",
      {
        onnx: {
          code: null,
          data: "model.onnx",
          onnx_version: "1.17.0",
          providers: ["CPUExecutionProvider"],
          onnx_session_options: null,
        },
        python_function: {
          loader_module: "mlflow.onnx",
          data: "model.onnx",
          python_version: "3.11.0",
          env: { virtualenv: "python_env.yaml" },
        },
      },
    ],
    ["mlflow_version", "2.17.2"],
    ["model_size_bytes", bytes],
    ["model_uuid", runUid],
    ["run_id", runUid],
    [
      "saved_input_example_info",
      {
        artifact_path: "input_example.json",
        type: "dataframe",
        pandas_orient: "split",
        serving_input_path: "serving_input_example.json",
      },
    ],
    [
      "signature",
      { inputs: JSON.stringify(signature.inputs), outputs: JSON.stringify(signature.outputs), params: null },
    ],
    ["utc_time_created", createdAt.toISOString().replace("T", " ").replace("Z", "")],
  ];
  const split = { columns: Object.keys(example), data: [Object.values(example)] };
  return {
    MLmodel: entries.map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`).join(""),
    "python_env.yaml": "python: 3.11.0\nbuild_dependencies:\n- pip\ndependencies:\n- -r requirements.txt\n",
    "requirements.txt": requirements,
    "input_example.json": JSON.stringify(split),
    "serving_input_example.json": JSON.stringify({ dataframe_split: split }),
  };
}
