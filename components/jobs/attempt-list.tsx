import { StatusMark } from "@/components/ui/status-mark";
import { duration } from "@/lib/format";
import type { JobDetail } from "@/lib/jobs/queries";

/** Every try of a job: by which worker, how long it took, how it ended and why. */
export function AttemptList({ tries }: { tries: JobDetail["tries"] }) {
  if (tries.length === 0) return null;
  return (
    <section className="sec" aria-labelledby="h-attempts">
      <div className="sec-head">
        <h2 id="h-attempts">Attempts</h2>
      </div>
      <ol className="attempts" reversed>
        {tries.map(({ number, worker, startedAt, endedAt, outcome, exit, reason }) => (
          <li key={number}>
            <StatusMark status={statusOf(outcome)} />
            <span className="grow">
              {number}, {worker}
              <span className="t3 num block">
                {[reason ?? wordOf(outcome), outcome === "FAILED" ? exit : null].filter(Boolean).join(" · ")}
              </span>
            </span>
            <span className="num t2" title={`${startedAt.toISOString().slice(0, 19).replace("T", " ")} UTC`}>
              {endedAt ? duration(endedAt.getTime() - startedAt.getTime()) : "under way"}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function statusOf(outcome: string | null): string {
  return outcome === null ? "RUNNING" : outcome === "LOST" ? "FAILED" : outcome;
}

function wordOf(outcome: string | null): string {
  const words: Record<string, string> = {
    FINISHED: "finished",
    FAILED: "failed",
    KILLED: "stopped",
    LOST: "its worker was lost",
  };
  return outcome === null ? "" : (words[outcome] ?? outcome);
}
