/** The parts of what a refresh works on; without a part the work itself, with the secret. */
export const sourceParts = ["previous", "upload"] as const;
export type SourcePart = (typeof sourceParts)[number];

/** A part of what a job works on, where that has several. */
export type JobPart = SourcePart | `step-${number}`;

/** The part of a recipe that a step reads beside its rows, by the step's place from 0. */
export function secondPart(step: number): `step-${number}` {
  return `step-${step}`;
}

/** Whether a text names a part that some kind of job may have. */
export function isJobPart(text: string): text is JobPart {
  return sourceParts.some((part) => part === text) || /^step-\d{1,2}$/.test(text);
}
