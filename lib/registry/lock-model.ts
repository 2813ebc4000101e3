import type { Tx } from "@/lib/db/client";
import { findModelVersion } from "./queries";

/** Versions and stages of a model change one after the other: whoever changes them holds the model's row. */
export async function lockModel(tx: Tx, modelId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "RegisteredModel" SET "name" = "name" WHERE "id" = ${modelId}`;
}

/**
 * A version as it is once this transaction holds its model.
 * @throws {AppError} NOT_FOUND, also when it was deleted meanwhile
 */
export async function lockVersion(tx: Tx, projectId: string, name: string, number: number) {
  const { modelId } = await findModelVersion(tx, projectId, name, number);
  await lockModel(tx, modelId);
  return findModelVersion(tx, projectId, name, number);
}
