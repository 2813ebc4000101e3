import type { Storage } from "@/lib/storage/storage";
import type { Signature } from "./mlflow-model";
import { signatureOfText } from "./signature-text";

/** A description longer than this is not one. */
const largest = 2 ** 20;

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
  return signatureOfText(new TextDecoder().decode(await storage.read(file.sha256)));
}
