import type { FastifyReply, FastifyRequest } from "fastify";
import type { StartedJob } from "@/lib/jobs/dataset-jobs";

/** Whether whoever asks would rather have a job than wait (`Prefer: respond-async`, RFC 7240). */
function prefersJob({ headers }: FastifyRequest): boolean {
  const [prefer] = [headers.prefer ?? []].flat();
  return (prefer ?? "").split(",").some((one) => /^\s*respond-async\s*(;|$)/i.test(one));
}

/**
 * Whether work becomes a job: it is larger than what a request waits for, or whoever asks prefers so.
 *
 * @param bytes how much the work reads
 * @param most how much of it a request waits for
 */
export function becomesJob(
  request: FastifyRequest,
  { bytes, most }: { bytes: number; most: number },
): boolean {
  return bytes > most || prefersJob(request);
}

/** Answers that a job will do what was asked, and where it is. */
export function accepted(request: FastifyRequest, reply: FastifyReply, started: StartedJob): StartedJob {
  const { projectSlug } = request.params as { projectSlug: string };
  void reply.code(202).header("location", `/api/projects/${projectSlug}/jobs/${started.job}`);
  if (prefersJob(request)) void reply.header("preference-applied", "respond-async");
  return started;
}
