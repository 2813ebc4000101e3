"use client";

import { Columns3 } from "lucide-react";
import { useState } from "react";
import { Menu } from "@/components/ui/menu";
import { columnsAtMost, inGroups, type RunName } from "@/lib/runs/columns";
import { useFields } from "./use-fields";

type Props = {
  slug: string;
  experiment: string;
  /** Names that the runs shown have; `more` when there are others. */
  names: readonly RunName[];
  more: boolean;
  chosen: readonly string[];
  /** Chooses columns; null the usual ones. */
  onChange: (chosen: string[] | null) => void;
};

const listed = 100;

/** Which columns the table shows: those of the runs shown, and by a search any that a run has. */
export function ColumnChooser({ slug, experiment, names, more, chosen, onChange }: Props) {
  const [search, setSearch] = useState("");
  const found = useFields(slug, experiment, search === "" ? null : search);
  const known = [...names.map(({ kind, name }) => `${kind}s.${name}`), "algorithm", "fit", "row", "data"];
  const searched = (found?.fields ?? []).flatMap(({ kind, name }) =>
    kind === "attribute" ? [] : [`${kind}s.${name}`],
  );
  const fits = (id: string) => id.toLowerCase().includes(search.toLowerCase());
  const ids = [...new Set([...chosen, ...known, ...searched])].filter(fits);
  const columns = inGroups(ids.slice(0, listed));
  const total = new Set([...known, ...chosen]).size;
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <Menu
      className="more-menu"
      label={
        <>
          <Columns3 className="i" aria-hidden="true" />
          Columns
          <span className="t3 num font-normal">
            {chosen.length} of {total}
            {more ? " or more" : ""}
          </span>
        </>
      }
    >
      <div className="columns-menu" role="group" aria-label="Columns">
        <input
          className="input"
          type="search"
          aria-label="Search columns"
          placeholder="Search names"
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        {columns.map(({ id, label, group }) => (
          <label key={id} className="check-row" title={id}>
            <input
              type="checkbox"
              className="check"
              checked={chosen.includes(id)}
              disabled={!chosen.includes(id) && chosen.length >= columnsAtMost}
              onChange={() => toggle(id)}
            />
            <span className="grow clip">{label}</span>
            <span className="t3 s12 nowrap">{group.replace("Metrics, ", "")}</span>
          </label>
        ))}
        {ids.length === 0 ? <p className="t3 s12">No results</p> : null}
        {ids.length > listed || more || found?.more ? (
          <p className="t3 s12">
            {ids.length > listed ? `${ids.length - listed} more; search for them. ` : ""}
            {more || found?.more ? "Runs have other names: type how one begins." : ""}
          </p>
        ) : null}
        {chosen.length >= columnsAtMost ? (
          <p className="t3 s12">A table shows at most {columnsAtMost} columns.</p>
        ) : null}
        <button type="button" className="btn quiet" onClick={() => onChange(null)}>
          Usual columns
        </button>
      </div>
    </Menu>
  );
}
