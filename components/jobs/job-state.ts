import { integer } from "@/lib/format";
import { placeWords, type Place } from "@/lib/jobs/place";

/** What a page shows of a job's state. */
export type ShownJob = {
  id: string;
  title: string;
  status: string;
  done: number;
  total: number;
  message: string;
  error: string | null;
  attempts: number;
  cancelRequestedAt: Date | string | null;
};

/** How far a job is, in words; one that waits says its place. */
export function jobStateWords(job: Omit<ShownJob, "id" | "title">, place?: Place | null): string {
  const { status, done, total, message, error, attempts, cancelRequestedAt } = job;
  switch (status) {
    case "RUNNING":
      if (cancelRequestedAt) return "Stopping";
      // A message that says its share itself, such as "Reading the file: 45%", is whole.
      return total > 0 && !message.endsWith("%")
        ? `${message}: ${integer(done)} of ${integer(total)}`
        : message;
    case "QUEUED": {
      const where = place ? placeWords(place) : "Waiting for a worker";
      return attempts > 0 ? `${message}. ${where}` : where;
    }
    case "FAILED":
      return error ?? "Failed";
    case "KILLED":
      return "Stopped";
    default:
      return "Finished";
  }
}
