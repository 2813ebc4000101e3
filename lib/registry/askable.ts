import { AppError } from "@/lib/errors";
import type { Storage } from "@/lib/storage/storage";
import type { Signature } from "./mlflow-model";
import type { ModelFile } from "./queries";
import { signatureOfFiles } from "./read-signature";

/** Where a model is, and what it asks for. */
export type Askable = { file: string; signature: Signature };

/**
 * A model as the scorer is asked about it, from the files of its folder.
 *
 * @throws {AppError} CONFLICT for a model that cannot be asked here
 */
export async function askable(storage: Storage, files: readonly ModelFile[]): Promise<Askable> {
  const native = files.find(({ name }) => name === "model.perihelion");
  const signature = await signatureOfFiles(storage, files);
  if (!native || !signature)
    throw new AppError(
      "CONFLICT",
      "This model was not made by a built-in trainer; it can be downloaded, not asked here.",
    );
  return { file: await storage.localPath(native.sha256), signature };
}
