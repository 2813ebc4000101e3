import { CircleX, Table2, Variable } from "lucide-react";
import type { Cell } from "@/lib/notebooks/schema";
import type { CellState } from "./cell-state";

/** The names that cells have given, with what they hold. */
export function Scope({ states, cells }: { states: Record<number, CellState>; cells: Cell[] }) {
  const names = cells.flatMap(({ id }) =>
    (states[id]?.variables ?? []).map((variable) => ({
      ...variable,
      failed: states[id]?.status === "failed",
    })),
  );
  return (
    <aside className="nb-side" aria-label="Names in scope">
      <section className="side-sec">
        <h2>
          In scope
          <span className="grow" />
          <span className="s12 t3 font-normal num">{names.length}</span>
        </h2>
        <ul className="vars">
          {names.map(({ name, kind, note, failed }) => {
            const Icon = failed ? CircleX : kind === "table" ? Table2 : Variable;
            return (
              <li key={name}>
                <Icon className={`i ${failed ? "bad" : "t3"}`} aria-hidden="true" />
                <span className="clip">
                  <code>{name}</code> <small>{kind}</small>
                </span>
                <small>{note}</small>
              </li>
            );
          })}
        </ul>
      </section>
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
