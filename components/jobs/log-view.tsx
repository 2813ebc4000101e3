"use client";

import { useEffect, useRef, useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { bytes as inBytes } from "@/lib/format";
import { logLines, type LogWindow } from "@/lib/jobs/log";
import { useProgress } from "./use-progress";

/** So much of a log is shown at once: some hundred lines. */
const windowBytes = 16_000;

type Props = { slug: string; job: { id: string; attempts: number; status: string }; first: LogWindow };
type Stretch = { place?: `&${"from" | "before"}=${number}`; scroll: "top" | "bottom" };

/**
 * One stretch of a job's log at a time: its end, which follows a job that runs;
 * earlier and later ones by button.
 */
export function LogView({ slug, job, first }: Props) {
  const [shown, setShown] = useState(first);
  const [attempt, setAttempt] = useState(first.attempt);
  const [following, setFollowing] = useState(true);
  const [problem, setProblem] = useState<string | null>(null);
  const box = useRef<HTMLPreElement>(null);
  const arrived = useProgress(job.id, job.status === "RUNNING")?.logBytes ?? 0;

  async function read({ place, scroll }: Stretch, of = attempt) {
    setFollowing(place === undefined);
    const query = `attempt=${of}&limit=${windowBytes}${place ?? ""}`;
    const answer = await fetch(`/api/projects/${slug}/jobs/${job.id}/log?${query}`).catch(() => null);
    if (!answer?.ok) return setProblem("The log could not be read. Try again.");
    setProblem(null);
    setShown((await answer.json()) as LogWindow);
    requestAnimationFrame(() =>
      box.current?.scrollTo({ top: scroll === "top" ? 0 : box.current.scrollHeight }),
    );
  }

  useEffect(() => {
    // answers a promise in some browsers, which is no clean-up
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, []);
  // What a running job adds is read as it arrives; the end that was read when it ended comes with the page.
  useEffect(() => {
    if (!following || attempt !== job.attempts || arrived === 0) return;
    const abort = new AbortController();
    fetch(`/api/projects/${slug}/jobs/${job.id}/log?attempt=${attempt}&limit=${windowBytes}`, {
      signal: abort.signal,
    })
      .then(async (answer) => {
        if (answer.ok) setShown((await answer.json()) as LogWindow);
        box.current?.scrollTo({ top: box.current.scrollHeight });
      })
      .catch(() => undefined); // the next word of the job brings the next try
    return () => abort.abort();
  }, [arrived, following, attempt, job.attempts, job.id, slug]);

  const current = following && attempt === first.attempt && first.size > shown.size ? first : shown;
  const { from, to, size } = current;
  if (size === 0 && job.attempts <= 1) return <p className="t3">Nothing yet.</p>;
  return (
    <>
      <div className="log-tools" role="group" aria-label="Part of the log">
        {job.attempts > 1 ? (
          <select
            className="input"
            aria-label="Attempt"
            value={attempt}
            onChange={(event) => {
              const chosen = Number(event.target.value);
              setAttempt(chosen);
              void read({ scroll: "bottom" }, chosen);
            }}
          >
            {Array.from({ length: job.attempts }, (_, i) => (
              <option key={i} value={i + 1}>
                Attempt {i + 1}
              </option>
            ))}
          </select>
        ) : null}
        <button
          type="button"
          className="btn"
          disabled={from === 0}
          onClick={() => read({ place: "&from=0", scroll: "top" })}
        >
          Start
        </button>
        <button
          type="button"
          className="btn"
          disabled={from === 0}
          onClick={() => read({ place: `&before=${from}`, scroll: "bottom" })}
        >
          Earlier
        </button>
        <button
          type="button"
          className="btn"
          disabled={to >= size}
          onClick={() => read({ place: `&from=${to}`, scroll: "top" })}
        >
          Later
        </button>
        <button type="button" className="btn" onClick={() => read({ scroll: "bottom" })}>
          End
        </button>
        <span className="t3 num" role="status">
          {from > 0 || to < size ? `${inBytes(to - from)} of ${inBytes(size)}` : inBytes(size)}
          {following && job.status === "RUNNING" ? ", following" : ""}
        </span>
      </div>
      <ErrorNote message={problem} />
      <pre ref={box} className="log" tabIndex={0} role="log" aria-label="Log of the job">
        {logLines(current)
          .map(({ at, line }) => `${at ? at.slice(11, 23) : " ".repeat(12)}  ${line}\n`)
          .join("") || "Nothing was logged."}
      </pre>
    </>
  );
}
