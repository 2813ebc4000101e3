"use client";

import type { MaskedFor } from "@/lib/datasets/shown";
import type { DatasetMasks } from "@/lib/datasets/mask";
import { useState } from "react";
import { TableHead } from "@/components/ui/table-head";
import { entryOf, type Dictionary, type DictionaryEntry } from "@/lib/datasets/dictionary";
import { expectationsOf, expectedWords, type Validation } from "@/lib/datasets/expectations";
import { bytes, percent } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { Checks } from "./checks";
import { EditEntry } from "./edit-entry";
import { EditMask } from "./edit-mask";
import { MaskedMark } from "./masked-mark";
import { RecipeCode } from "./recipe-code";
import { Suggestions } from "./suggestions";
import { TypeIcon } from "./type-icon";

type Props = {
  slug: string;
  dataset: string;
  version: {
    number: number;
    columns: ColumnSchema[];
    bytes: number;
    sha256: string;
    masks: readonly MaskedFor[];
    source: string;
    recipe: readonly unknown[] | null;
    validation: Validation | null;
  };
  dictionary: Dictionary;
  mayWrite: boolean;
  /** The masks of the dataset, for who may change them; null for others. */
  set: DatasetMasks | null;
};

/** What the columns mean, what is expected of them, and how this version meets it. */
export function SchemaView({ slug, dataset, version, dictionary, mayWrite, set }: Props) {
  const [masking, setMasking] = useState<string | null>(null);
  const maskOf = (name: string) => version.masks.find((mask) => mask.name === name) ?? null;
  const [editing, setEditing] = useState<DictionaryEntry | null>(null);
  const api = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}`;
  const versionApi = `${api}/versions/${version.number}`;
  return (
    <div className="body two">
      <div className="stack">
        <Checks
          api={versionApi}
          number={version.number}
          kept={version.validation}
          expects={dictionary.some((entry) => expectationsOf(entry).length > 0)}
        />
        <section className="sec scroll" role="region" aria-label="Columns" tabIndex={0}>
          <table className="t dictionary">
            <caption className="sr">Columns</caption>
            <TableHead
              heads={[
                "Column",
                "Type",
                "Role",
                "Who sees it",
                { label: "Unit", wide: true },
                { label: "Description", wide: true },
                { label: "Expected", wide: true },
                { label: "Edit", right: true, spoken: true },
              ]}
            />
            <tbody>
              {version.columns.map(({ name, type }) => {
                const entry = entryOf(dictionary, name);
                return (
                  <tr key={name}>
                    <td className="name">{name}</td>
                    <td>
                      <span className="row t2">
                        <TypeIcon type={type} />
                        {type}
                      </span>
                    </td>
                    <td>{entry.role ? <span className="chip mini">{entry.role}</span> : null}</td>
                    <td>
                      <WhoSees name={name} mask={maskOf(name)} onEdit={set ? () => setMasking(name) : null} />
                    </td>
                    <td className="t2 wide">{entry.unit}</td>
                    <td className="t2 wrap wide">{entry.description}</td>
                    <td className="t2 wrap wide">{expected(entry)}</td>
                    <td className="r">
                      {mayWrite && !maskOf(name)?.forYou ? (
                        <button
                          type="button"
                          className="btn-link"
                          aria-label={`Edit ${name}`}
                          onClick={() => setEditing(entry)}
                        >
                          Edit
                        </button>
                      ) : null}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      </div>
      <div className="stack">
        {mayWrite ? <Suggestions api={api} versionApi={versionApi} dictionary={dictionary} /> : null}
        <dl className="dl">
          <dt>Stored as</dt>
          <dd>Parquet, {bytes(version.bytes)}</dd>
          <dt>SHA-256</dt>
          <dd className="mono hash">{version.sha256 || "not shown: columns are masked for you"}</dd>
          <dt>From</dt>
          <dd>{version.source}</dd>
        </dl>
        {version.recipe ? <RecipeCode api={versionApi} /> : null}
      </div>
      {editing ? <EditEntry api={api} entry={editing} onClose={() => setEditing(null)} /> : null}
      {masking !== null && set ? (
        <EditMask
          api={api}
          name={masking}
          set={set.columns}
          mask={maskOf(masking)}
          freed={set.freed.some(({ name }) => name === masking)}
          onClose={() => setMasking(null)}
        />
      ) : null}
    </div>
  );
}

type WhoSeesProps = { name: string; mask: MaskedFor | null; onEdit: (() => void) | null };

/** Who sees a column: a lock with words where it is masked, and the way to change that. */
function WhoSees({ name, mask, onEdit }: WhoSeesProps) {
  return (
    <span className="row">
      {mask ? <MaskedMark mask={mask} words /> : <span className="t3">everybody</span>}
      {onEdit ? (
        <button
          type="button"
          className="btn-link"
          aria-label={mask ? `Change mask of ${name}` : `Mask ${name}`}
          onClick={onEdit}
        >
          {mask ? "Change" : "Mask"}
        </button>
      ) : null}
    </span>
  );
}

/** All that an entry expects in one sentence, and what happens where it is not met. */
function expected(entry: DictionaryEntry): string {
  const words = expectationsOf(entry).map((kind) => expectedWords(entry, kind));
  if (words.length === 0) return "";
  const tolerated = entry.tolerated ? ` beyond ${percent(entry.tolerated)} of rows` : "";
  return `${words.join("; ")}${entry.otherwise === "stop" ? `; else no version${tolerated}` : ""}`;
}
