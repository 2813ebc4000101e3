import { parse } from "yaml";
import * as z from "zod";
import type { Signature } from "./mlflow-model";

const column = z.looseObject({
  name: z.string().default(""),
  type: z.union([z.string(), z.looseObject({})]),
  required: z.boolean().default(true),
  "tensor-spec": z.looseObject({ dtype: z.string() }).optional(),
});
const columns = z.array(column).max(10_000);
/**
 * Texts that a signature holds, quoted as YAML may quote them: to the quote that ends them, over line ends.
 */
const quoted = { inputs: quotedAfter("inputs"), outputs: quotedAfter("outputs") };

function quotedAfter(key: string): RegExp {
  return new RegExp(String.raw`^ +${key}: *('(?:[^']|'')*'|"(?:[^"\\]|\\[^])*")`, "m");
}

/**
 * The signature that an MLmodel file states; null where it states none that can be read. Only its two texts
 * are read, as MLflow writes them, for a whole YAML document may take minutes to read.
 *
 * @see https://mlflow.org/docs/latest/ml/model/signatures/
 */
export function signatureOfText(text: string): Signature | null {
  const block = text.match(/^signature:[^\n]*(?:\r?\n(?:[ \t][^\n]*)?(?=\r?\n|$))*/m)?.[0];
  if (!block) return null;
  try {
    const { inputs, outputs } = textsOf(block);
    return inputs ? { inputs: columnsOf(inputs), outputs: outputs ? columnsOf(outputs) : [] } : null;
  } catch {
    return null; // a file that is no description describes nothing
  }
}

const texts = z.looseObject({ inputs: z.string().nullish(), outputs: z.string().nullish() });

function textsOf(block: string): z.infer<typeof texts> {
  const line = block.slice("signature:".length).trim();
  if (line.startsWith("{")) return texts.parse(JSON.parse(line));
  const read = (key: "inputs" | "outputs") => {
    const scalar = block.match(quoted[key])?.[1];
    return scalar === undefined ? null : String(parse(scalar));
  };
  return { inputs: read("inputs"), outputs: read("outputs") };
}

function columnsOf(json: string): Signature["inputs"] {
  return columns.parse(JSON.parse(json)).map(({ name, type, required, "tensor-spec": tensor }) => ({
    name,
    type: tensor ? tensor.dtype : typeof type === "string" ? type : "object",
    required,
  }));
}
