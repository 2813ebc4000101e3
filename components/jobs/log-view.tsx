"use client";

import { useEffect, useRef, useState } from "react";
import { bytes as inBytes } from "@/lib/format";
import { logLines, type LogWindow } from "@/lib/jobs/log";

/** So much of a log is shown at once: some hundred lines. */
const windowBytes = 16_000;

type Props = { slug: string; job: { id: string; attempts: number }; first: LogWindow };

/** One stretch of a job's log at a time, its end first; earlier and later ones by button. */
export function LogView({ slug, job, first }: Props) {
  const [shown, setShown] = useState(first);
  const [attempt, setAttempt] = useState(first.attempt);
  const [problem, setProblem] = useState<string | null>(null);
  const box = useRef<HTMLPreElement>(null);

  async function read(place: string, from: "top" | "bottom", of = attempt) {
    const answer = await fetch(
      `/api/projects/${slug}/jobs/${job.id}/log?attempt=${of}&limit=${windowBytes}${place}`,
    ).catch(() => null);
    if (!answer?.ok) return setProblem("The log could not be read. Try again.");
    setProblem(null);
    setShown((await answer.json()) as LogWindow);
    requestAnimationFrame(() =>
      box.current?.scrollTo({ top: from === "top" ? 0 : box.current.scrollHeight }),
    );
  }

  useEffect(() => box.current?.scrollTo({ top: box.current.scrollHeight }), []);

  const { from, to, size, text } = shown;
  if (size === 0 && job.attempts <= 1) return <p className="t3">Nothing yet.</p>;
  return (
    <>
      <div className="row wrap gap-2" role="group" aria-label="Part of the log">
        {job.attempts > 1 ? (
          <label className="row gap-1">
            Attempt
            <select
              className="input"
              value={attempt}
              onChange={(event) => {
                const chosen = Number(event.target.value);
                setAttempt(chosen);
                void read("", "bottom", chosen);
              }}
            >
              {Array.from({ length: job.attempts }, (_, i) => (
                <option key={i} value={i + 1}>
                  {i + 1}
                </option>
              ))}
            </select>
          </label>
        ) : null}
        <button type="button" className="btn sm" disabled={from === 0} onClick={() => read("&from=0", "top")}>
          Start
        </button>
        <button
          type="button"
          className="btn sm"
          disabled={from === 0}
          onClick={() => read(`&before=${from}`, "bottom")}
        >
          Earlier
        </button>
        <button
          type="button"
          className="btn sm"
          disabled={to >= size}
          onClick={() => read(`&from=${to}`, "top")}
        >
          Later
        </button>
        <button type="button" className="btn sm" onClick={() => read("", "bottom")}>
          End
        </button>
        <span className="t3 num grow" role="status">
          {from > 0 || to < size
            ? `${inBytes(to - from)} of ${inBytes(size)}${to >= size ? ", to the end" : ""}`
            : inBytes(size)}
        </span>
      </div>
      {problem ? <p className="bad">{problem}</p> : null}
      <pre ref={box} className="log" tabIndex={0} role="log" aria-label="Log of the job">
        {logLines(shown)
          .map(({ at, line }) => `${at ? at.slice(11, 23) : " ".repeat(12)}  ${line}\n`)
          .join("")}
        {text === "" ? "Nothing was logged." : ""}
      </pre>
    </>
  );
}
