/** Where a model version stands; at most one version of a model is in Production. */
export const stages = ["None", "Staging", "Production", "Archived"] as const;
export type Stage = (typeof stages)[number];
