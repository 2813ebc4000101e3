import type { Tx } from "@/lib/db/client";

/** Versions and stages of a model change one after the other: whoever changes them holds the model's row. */
export async function lockModel(tx: Tx, modelId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "RegisteredModel" SET "name" = "name" WHERE "id" = ${modelId}`;
}
