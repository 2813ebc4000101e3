import * as z from "zod";

/** What a project asks of the models that are registered and promoted in it. */
export const projectRules = z.strictObject({
  /** Whether clients register versions; where not, only people do, on the pages. */
  clientsRegister: z.boolean().default(true),
  /** Whether a version needs a signature. */
  signature: z.boolean().default(false),
  /** Metrics without which no version goes to Staging or Production. */
  metrics: z.array(z.string().trim().min(1).max(250)).max(20).default([]),
});
export type ProjectRules = z.output<typeof projectRules>;

/** Rules as a project's row keeps them. */
export function rulesOf({ rules }: { rules: string }): ProjectRules {
  return projectRules.parse(JSON.parse(rules));
}

/** The required metrics that a run lacks, under whatever split it logged them. */
export function lackingMetrics({ metrics }: ProjectRules, logged: readonly { key: string }[]): string[] {
  const names = new Set(logged.map(({ key }) => key));
  return metrics.filter((name) => !names.has(name));
}
