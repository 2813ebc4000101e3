import * as z from "zod";

const ranNotebook = z.object({ notebook: z.string(), number: z.number().int() });

/** The run of a notebook that a job's report tells of; null where it tells of none. */
export function notebookRunIn(report: string | null): z.infer<typeof ranNotebook> | null {
  if (report === null) return null;
  return ranNotebook.safeParse(JSON.parse(report)).data ?? null;
}
