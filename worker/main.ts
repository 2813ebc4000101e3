import * as z from "zod";
import { labelsSchema, slotsSchema } from "@/lib/jobs/schema";
import { workerApi } from "./api";
import { supervise } from "./supervisor";

const settings = z.object({
  PERIHELION_SERVER: z.url("expected the server's address, such as http://host:3000"),
  PERIHELION_WORKER_TOKEN: z.string("expected the server's worker token"),
  PERIHELION_WORKER_NAME: z.string().default(`worker-${process.pid}`),
  PERIHELION_WORKER_SLOTS: z.coerce.number().pipe(slotsSchema).default(2),
  PERIHELION_WORKER_LABELS: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((label) => label.trim())
        .filter(Boolean),
    )
    .pipe(labelsSchema),
});

async function main(): Promise<void> {
  const parsed = settings.safeParse(process.env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`A worker needs ${issue?.path.join(".")}: ${issue?.message}.`);
  }
  const { data } = parsed;
  await supervise({
    api: workerApi(data.PERIHELION_SERVER),
    token: data.PERIHELION_WORKER_TOKEN,
    name: data.PERIHELION_WORKER_NAME,
    slots: data.PERIHELION_WORKER_SLOTS,
    labels: data.PERIHELION_WORKER_LABELS,
  });
}

process.on("disconnect", () => process.exit(0)); // the server that started this worker is gone
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
