import { Square } from "lucide-react";
import type { CellId } from "@/lib/notebooks/graph";
import type { KernelState } from "@/lib/notebooks/kernel-protocol";
import type { Session } from "@/lib/notebooks/session";
import { useOverall } from "../use-session";
import type { Gone } from "./use-python";

type Props = { session: Session; state: KernelState; onEnd: () => void };
const tables = {
  pandas: "Tables are pandas frames.",
  polars: "Tables are Polars frames.",
  list: "Tables are lists of dicts: neither pandas nor Polars is installed.",
};

/** How things stand with a notebook's Python. */
export function PythonPanel({ session, state, onEnd }: Props) {
  useOverall(session);
  const cells = pythonCells(session);
  if (cells.length === 0) return null;
  const isBusy = cells.some((id) => session.view(id).state.status === "running");
  return (
    <section className="side-sec" aria-label="Python">
      <h2>
        Python
        <span className="grow" />
        <span className="s12 t3 font-normal" role="status">
          {wordOf(state, isBusy)}
        </span>
      </h2>
      {state.state === "ready" ? (
        <div className="side-note t2 s12">
          <p>
            Python {state.python}, {state.isConfined ? "confined" : <strong>not confined</strong>}.{" "}
            {state.isConfined
              ? "No network, and no files but its own."
              : "Cells can read what this server can read. They run only when somebody says so."}
          </p>
          <p>{tables[state.tables]}</p>
          <p>
            <button type="button" className="btn" onClick={onEnd}>
              <Square className="i" aria-hidden="true" />
              End Python
            </button>
          </p>
        </div>
      ) : null}
      {state.state === "refused" || state.state === "ended" ? (
        <p className="side-note t2 s12">{state.why}</p>
      ) : null}
    </section>
  );
}

/** A notebook's Python cells, in their order. */
export function pythonCells(session: Session): CellId[] {
  return session.ids().filter((id) => session.cell(id)?.mode === "python");
}

function wordOf({ state }: KernelState, isBusy: boolean): string {
  if (state === "ready") return isBusy ? "busy" : "ready";
  return { none: "not started", starting: "starting", refused: "not there", ended: "ended" }[state];
}

/** Says that Python ended and what went with it, with the way to have it again. */
export function PythonEnded({ gone: { why, names }, onRun }: { gone: Gone; onRun: () => void }) {
  if (names.length === 0) return null;
  const listed = names.slice(0, 12).join(", ") + (names.length > 12 ? ` and ${names.length - 12} more` : "");
  return (
    <p className="nb-banner" role="alert">
      Python ended. {why} Gone with it: {listed}.
      <button type="button" className="btn" onClick={onRun}>
        Run Python cells again
      </button>
    </p>
  );
}
