import type { ExploreSearch } from "@/lib/datasets/schema";
import { integer } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { columnOrders, type ColumnOrder } from "./column-order";
import type { ExploreChange } from "./use-explore-search";
import type { useProfile } from "./use-profile";

type Props = {
  columns: ColumnSchema[];
  target: string | null;
  search: ExploreSearch;
  state: ReturnType<typeof useProfile>;
  onGo: (change: ExploreChange, how?: "push" | "replace") => void;
};

/** The target, the search and order of columns, how far the profile is, and what its colours mean. */
export function ExploreTools({ columns, target, search, state, onGo: go }: Props) {
  return (
    <div className="bar-tools">
      <label className="row s12 t3">
        Target
        <select
          className="input role-choice target-choice"
          value={target ?? state.target?.name ?? ""}
          onChange={(event) => go({ target: event.target.value })}
        >
          <option value="">None chosen</option>
          {columns.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      {state.profile || state.error ? null : (
        <span className="row t3 s12 num" role="status">
          {state.before > 0
            ? `${state.before} before you`
            : state.total > 0
              ? `${state.done} of ${state.total} columns`
              : "Reading …"}
          <button type="button" className="btn-link" onClick={state.stop}>
            Stop
          </button>
        </span>
      )}
      <label className="row s12 t3">
        <span className="sr">Find columns</span>
        <input
          className="input find-columns"
          type="search"
          placeholder={`Find in ${integer(columns.length)} columns`}
          value={search.find}
          onChange={(event) => go({ find: event.target.value }, "replace")}
        />
      </label>
      <label className="row s12 t3">
        <span className="sr">Order of columns</span>
        <select
          className="input role-choice"
          value={search.by}
          onChange={(event) => go({ by: event.target.value as ColumnOrder })}
        >
          {columnOrders.map(({ by, label }) => (
            <option key={by} value={by}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <span className="grow" />
      <span className="key s12 key-all">
        <i />
        <span>all</span>
      </span>
      {state.target ? (
        <span className="key s12 key-class">
          <i />
          <span>
            {state.target.name} {state.target.class}
          </span>
        </span>
      ) : null}
      <Unlabelled target={state.target ?? state.against ?? null} />
    </div>
  );
}

function Unlabelled({ target }: { target: { name: string; unlabelled?: number } | null }) {
  if (!target?.unlabelled) return null;
  return (
    <span className="s12 t3 num">
      {integer(target.unlabelled)} rows without {target.name} are in no association
    </span>
  );
}
