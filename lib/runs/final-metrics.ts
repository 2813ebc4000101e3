import type { Tx } from "@/lib/db/client";

type Final = { key: string; split: string; value: number };
type Where = { id: number; projectId: string; experimentId: number };

/**
 * Metrics that a job measured at its end, as points of step 0 under names such as `test/f1`. Where somebody
 * logged to the same name, their points stay, and what tables show of it is what the job measured. A job that
 * tells a metric twice keeps both points; tables show the last.
 */
export async function writeFinalMetrics(
  tx: Tx,
  run: Where,
  metrics: readonly Final[],
  now: Date,
): Promise<void> {
  const time = BigInt(now.getTime());
  const point = { runId: run.id, step: 0n, time, nan: 0 };
  const keyIds = await Promise.all(metrics.map(({ key, split }) => keyId(tx, run.projectId, key, split)));
  const rows = metrics.map(({ value }, i) => ({ ...point, keyId: keyIds[i]!, value }));
  const same = await tx.metricPoint.findMany({ where: { ...point, keyId: { in: keyIds } } });
  const nameOf = (row: { keyId: number; value: number }) => `${row.keyId} ${row.value}`;
  const points = new Map(rows.map((row) => [nameOf(row), row]));
  for (const row of same) points.delete(nameOf(row));
  const latest = new Map(rows.map((row) => [row.keyId, { ...row, experimentId: run.experimentId }]));
  await tx.metricPoint.createMany({ data: [...points.values()] });
  await tx.metricLatest.deleteMany({ where: { runId: run.id, keyId: { in: keyIds } } });
  await tx.metricLatest.createMany({ data: [...latest.values()] });
}

async function keyId(tx: Tx, projectId: string, name: string, split: string): Promise<number> {
  const key = `${split}/${name}`;
  const { id } = await tx.metricKey.upsert({
    where: { projectId_key: { projectId, key } },
    create: { projectId, key, name, split },
    update: {},
  });
  return id;
}
