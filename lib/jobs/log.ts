import type { AppendOnlyFiles } from "@/lib/storage/storage";
import { wholeLines } from "./log-lines";

/** The log of one attempt of a job. */
export type LogOf = { jobId: string; attempt: number };

/** A stretch of a log: whole lines from byte `from` to byte `to` of `size`. */
export type LogWindow = { attempt: number; from: number; to: number; size: number; text: string };

/** Where in a log to read: lines from a byte on, lines that end at a byte, or the newest. */
export type LogPlace = { from: number } | { before: number } | "end";

/** The file of an attempt's log. */
export function logFile({ jobId, attempt }: LogOf): string {
  return `jobs/${jobId.toLowerCase()}/${attempt}.log`;
}

/** Reads whole lines of a log, at most `limit` bytes; a line longer than that comes in parts. */
export async function readLog(
  files: AppendOnlyFiles,
  { jobId, attempt }: LogOf,
  { place, limit }: { place: LogPlace; limit: number },
): Promise<LogWindow> {
  const name = logFile({ jobId, attempt });
  const size = await files.size(name);
  const backwards = place === "end" || "before" in place;
  const end = place === "end" ? size : "before" in place ? Math.min(place.before, size) : size;
  const from = place === "end" || "before" in place ? Math.max(0, end - limit) : Math.min(place.from, size);
  const bytes = await files.readFrom(name, from, Math.min(limit, end - from));
  const { start, stop } = wholeLines(bytes, {
    cutBefore: backwards && from > 0,
    cutAfter: !backwards && from + bytes.length < size,
  });
  const text = bytes.subarray(start, stop).toString("utf8");
  return { attempt, from: from + start, to: from + stop, size, text };
}

/** The attempt whose log a page shows first; one that no job has where the reader is not told of it. */
export function newestAttempt({
  id,
  attempts,
  isHidden,
}: {
  id: string;
  attempts: number;
  isHidden: boolean;
}): LogOf {
  return { jobId: id, attempt: isHidden ? 0 : Math.max(1, attempts) };
}

/** Where to read, as a request asks for it. */
export function placeOf({
  from,
  before,
}: {
  from?: number | undefined;
  before?: number | undefined;
}): LogPlace {
  return from !== undefined ? { from } : before !== undefined ? { before } : "end";
}

const stamped = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (.*)$/;

/** Lines of a stretch of a log with their times; one without a time goes on with the line before it. */
export function logLines({
  attempt,
  text,
}: LogWindow): { attempt: number; at: string | null; line: string }[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => {
    const [, at = null, rest = line] = stamped.exec(line) ?? [];
    return { attempt, at, line: rest };
  });
}
