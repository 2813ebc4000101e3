import { CircleCheck, CircleDashed, CircleDot } from "lucide-react";
import Link from "next/link";
import type { Phase } from "@/lib/projects/phases";

const icons = { done: CircleCheck, now: CircleDot, todo: CircleDashed };
const words = { done: "Done", now: "Next", todo: "Later" };

export function Phases({ root, phases }: { root: string; phases: Phase[] }) {
  return (
    <section className="sec" aria-labelledby="h-method">
      <div className="sec-head">
        <h2 id="h-method">Method</h2>
        <span className="more num">
          {phases.filter(({ state }) => state === "done").length} of {phases.length}
        </span>
      </div>
      <ul className="phases">
        {phases.map(({ title, note, state, go }) => {
          const Icon = icons[state];
          return (
            <li key={title} className={state}>
              <Icon className="i" role="img" aria-label={words[state]} />
              <span>{title}</span>
              <small>{note}</small>
              {go && state === "now" ? (
                <Link className="go" href={root + go.path} aria-label={`${go.label}: ${title}`}>
                  {go.label}
                </Link>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
