import * as z from "zod";

const madeVersion = z.object({
  dataset: z.string(),
  version: z.number().int(),
  rows: z.number().int(),
  columns: z.number().int(),
});

/** The version of a dataset that a job made, as its report keeps it. */
export type MadeVersion = z.infer<typeof madeVersion>;

/** The version that a job's report tells of; null where it tells of none. */
export function madeVersionIn(report: string | null): MadeVersion | null {
  if (report === null) return null;
  const { data } = madeVersion.safeParse(JSON.parse(report));
  return data ?? null;
}
