import type { ReactNode } from "react";
import { Field } from "@/components/ui/field";
import type { AlgorithmDraft } from "./algorithm-draft";

type Props = { draft: AlgorithmDraft; onChange: (draft: AlgorithmDraft) => void };

/** Algorithms to try, each with its parameters; a list or a range makes a run of each value. */
export function AlgorithmFields({ draft, onChange }: Props) {
  const set = <K extends keyof AlgorithmDraft>(key: K, change: Partial<AlgorithmDraft[K]>) =>
    onChange({ ...draft, [key]: { ...draft[key], ...change } });
  const text = <K extends keyof AlgorithmDraft>(
    key: K,
    name: string & keyof AlgorithmDraft[K],
    label: string,
    hint?: string,
  ) => (
    <Field
      label={label}
      value={String(draft[key][name])}
      onChange={(event) => set(key, { [name]: event.target.value } as Partial<AlgorithmDraft[K]>)}
      {...(hint ? { hint } : {})}
    />
  );
  return (
    <section className="algorithms" aria-labelledby="h-algorithms">
      <div className="sec-head">
        <h2 id="h-algorithms">Algorithms</h2>
        <span className="t3 s12">lists and ranges, such as 10, 100 or 1-19, try each value</span>
      </div>
      <Choice
        label="Random forest"
        on={draft.forest.on}
        toggle={() => set("forest", { on: !draft.forest.on })}
      >
        {text("forest", "trees", "Trees")}
        {text("forest", "depth", "Depth", "empty: until leaves are pure")}
        {text("forest", "leaf", "Min. samples per leaf")}
        <div className="field">
          <label htmlFor="forest-features">Features per split</label>
          <select
            id="forest-features"
            className="input"
            value={draft.forest.features}
            onChange={(event) => set("forest", { features: event.target.value })}
          >
            <option value="sqrt">square root</option>
            <option value="log2">log2</option>
            <option value="all">all</option>
          </select>
        </div>
      </Choice>
      <Choice
        label="Nearest neighbours"
        on={draft.neighbours.on}
        toggle={() => set("neighbours", { on: !draft.neighbours.on })}
      >
        {text("neighbours", "k", "Neighbours (k)")}
      </Choice>
      <Choice
        label="Logistic regression"
        on={draft.logistic.on}
        toggle={() => set("logistic", { on: !draft.logistic.on })}
      >
        {text("logistic", "c", "C", "smaller is a stronger penalty")}
      </Choice>
      <Choice label="Decision tree" on={draft.tree.on} toggle={() => set("tree", { on: !draft.tree.on })}>
        {text("tree", "depth", "Depth")}
        {text("tree", "leaf", "Min. samples per leaf")}
      </Choice>
    </section>
  );
}

function Choice({
  label,
  on,
  toggle,
  children,
}: {
  label: string;
  on: boolean;
  toggle: () => void;
  children: ReactNode;
}) {
  return (
    <fieldset className="algorithm">
      <legend className="sr">{label}</legend>
      <label className="check-row medium">
        <input type="checkbox" className="check" checked={on} onChange={toggle} />
        {label}
      </label>
      {on ? <div className="pair">{children}</div> : null}
    </fieldset>
  );
}
