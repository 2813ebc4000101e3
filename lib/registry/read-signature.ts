import { parse } from "yaml";
import * as z from "zod";
import type { Storage } from "@/lib/storage/storage";
import type { Signature } from "./mlflow-model";

const column = z.looseObject({
  name: z.string().default(""),
  type: z.union([z.string(), z.looseObject({})]),
  required: z.boolean().default(true),
  "tensor-spec": z.looseObject({ dtype: z.string() }).optional(),
});
const description = z.looseObject({
  signature: z.looseObject({ inputs: z.string().nullish(), outputs: z.string().nullish() }).nullish(),
});
/** A description longer than this is not one. */
const largest = 4 * 2 ** 20;

/**
 * The signature that a model folder's MLmodel states, whoever wrote it; null where it states none.
 *
 * @see https://mlflow.org/docs/latest/ml/model/signatures/
 */
export async function signatureOfFiles(
  storage: Storage,
  files: readonly { name: string; sha256: string; bytes: number }[],
): Promise<Signature | null> {
  const file = files.find(({ name, bytes }) => name === "MLmodel" && bytes < largest);
  if (!file) return null;
  try {
    const { signature } = description.parse(parse(new TextDecoder().decode(await storage.read(file.sha256))));
    if (!signature?.inputs) return null;
    return {
      inputs: columnsOf(signature.inputs),
      outputs: signature.outputs ? columnsOf(signature.outputs) : [],
    };
  } catch {
    return null; // a file that is no description describes nothing
  }
}

function columnsOf(json: string): Signature["inputs"] {
  return z
    .array(column)
    .parse(JSON.parse(json))
    .map(({ name, type, required, "tensor-spec": tensor }) => ({
      name,
      type: tensor ? tensor.dtype : typeof type === "string" ? type : "object",
      required,
    }));
}
