"use client";

import { CircleX, Pencil, Table2, Variable } from "lucide-react";
import type { ReactNode } from "react";
import { integer } from "@/lib/format";
import type { Session } from "@/lib/notebooks/session";
import { useOverall } from "./use-session";

/** So many names are listed; the rest is counted. */
const listed = 200;

type Props = {
  session: Session;
  /** Renames a name in all cells; null for who may not write. */
  onRename: ((name: string) => void) | null;
  /** What else is known of how the notebook runs. */
  children: ReactNode;
};

/** The names that cells have given, with what they hold. */
export function Scope({ session, onRename, children }: Props) {
  useOverall(session);
  const names = session.ids().flatMap((id) => {
    const { variables, status } = session.view(id).state;
    return variables.map((variable) => ({ ...variable, id, failed: status === "failed" }));
  });
  return (
    <aside className="nb-side" aria-label="Names in scope" id="notebook-names">
      <section className="side-sec">
        <h2>
          In scope
          <span className="grow" />
          <span className="s12 t3 font-normal num">{integer(names.length)}</span>
        </h2>
        <ul className="vars">
          {names.slice(0, listed).map(({ name, kind, note, failed, id }) => {
            const Icon = failed ? CircleX : kind === "table" ? Table2 : Variable;
            return (
              <li key={`${id} ${name}`}>
                <Icon className={`i ${failed ? "bad" : "t3"}`} aria-hidden="true" />
                <span className="clip">
                  <a href={`#cell-${id}`}>
                    <code>{name}</code>
                  </a>{" "}
                  <small>{kind}</small>
                </span>
                <small>{note}</small>
                {onRename ? (
                  <button
                    type="button"
                    className="btn quiet icon rename-name"
                    aria-label={`Rename ${name}`}
                    title="Rename in all cells"
                    onClick={() => onRename(name)}
                  >
                    <Pencil className="i i-14" aria-hidden="true" />
                  </button>
                ) : null}
              </li>
            );
          })}
        </ul>
        {names.length > listed ? (
          <p className="side-note t3 s12">… and {integer(names.length - listed)} more</p>
        ) : null}
      </section>
      {children}
      <section className="side-sec">
        <h2>Known to every cell</h2>
        <p className="side-note t2 s12">
          <code>dataset(&quot;name@v1&quot;)</code>, <code>sql</code>,{" "}
          <code>saveDataset(&quot;name&quot;, table)</code>, <code>aq</code>, <code>Plot</code>,{" "}
          <code>Inputs</code>, <code>d3</code>, <code>view</code>, <code>display</code>,{" "}
          <code>pearsonMatrix</code>, <code>describe</code>
        </p>
      </section>
    </aside>
  );
}
