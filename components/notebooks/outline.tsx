"use client";

import { CircleX } from "lucide-react";
import { headingsOf } from "@/lib/notebooks/headings";
import type { Session } from "@/lib/notebooks/session";
import { useOverall, useTitle } from "./use-session";

/** The headings of a notebook, with a mark where a cell below one has failed. */
export function Outline({ session, mayWrite }: { session: Session; mayWrite: boolean }) {
  useOverall(session);
  const headings = headingsOf(session.document().cells);
  const ids = session.ids();
  const failedUnder = (i: number) =>
    ids
      .slice(headings[i]!.at, headings[i + 1]?.at ?? ids.length)
      .some((id) => session.view(id).state.status === "failed");
  return (
    <nav className="nb-out" aria-label="Outline" id="notebook-outline">
      <div className="sticky top-4">
        <h2 className="s12 t3 outline-head">Outline</h2>
        <ol className="toc">
          {headings.map(({ id, level, text }, i) => (
            <li key={id} className={level > 1 ? "l2" : undefined}>
              <a href={`#cell-${id}`}>
                {text}
                {failedUnder(i) ? <CircleX className="i bad" role="img" aria-label="Error" /> : null}
              </a>
            </li>
          ))}
        </ol>
        {mayWrite ? <Title session={session} /> : null}
      </div>
    </nav>
  );
}

/** On a narrow screen what stands beside the cells is below them: the ways there. */
export function JumpLinks() {
  return (
    <nav className="nb-jump" aria-label="Parts of the notebook">
      <a href="#notebook-names">Names and Python</a>
      <a href="#notebook-outline">Outline and title</a>
    </nav>
  );
}

function Title({ session }: { session: Session }) {
  const title = useTitle(session);
  return (
    <label className="field rename">
      <span className="s12 t3">Title</span>
      <input
        className="input"
        value={title}
        maxLength={200}
        onChange={({ target: { value } }) => value.trim() && session.rename(value)}
      />
    </label>
  );
}
