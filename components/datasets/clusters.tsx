"use client";

import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Skeleton } from "@/components/ui/skeleton";
import type { Cluster, ClusterBy } from "@/lib/datasets/clusters/clusters";
import type { ColumnClusters } from "@/lib/datasets/engine";
import { stepSchema } from "@/lib/datasets/recipe";
import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";
import { Choice } from "./step-choices";
import { useClusters } from "./use-clusters";
import type { Recipe } from "./use-recipe";

/** What is said of a cluster: whether its values are merged, and into what. */
type Said = { isMerged: boolean; to: string };
type Props = { recipe: Recipe; column: string; onClose: () => void };

const methods = [
  { value: "fingerprint", label: "Words: case, accents, punctuation and order do not matter" },
  { value: "ngram", label: "Runs of letters: spaces do not matter either" },
  { value: "phonetic", label: "Sound (Kölner Phonetik)" },
  { value: "distance", label: "Distance: some letters differ" },
];

/** Values of a column that likely mean the same, to be merged by one step. */
export function Clusters({ recipe, column, onClose }: Props) {
  const [by, setBy] = useState<ClusterBy>({ method: "fingerprint", size: 2, radius: 1 });
  const [said, setSaid] = useState<Readonly<Record<string, Said>>>({});
  const asked = { ...by, steps: recipe.looked, column, where: recipe.where };
  const { found, error } = useClusters(recipe.api, asked);
  const pairs = (found?.clusters ?? []).flatMap((cluster) => pairsOf(cluster, said[keyOf(cluster)]));
  const merged = (found?.clusters ?? []).filter((cluster) => said[keyOf(cluster)]?.isMerged).length;
  const step = stepSchema.safeParse({
    kind: "map-values",
    column,
    pairs,
    ...(recipe.where === null ? {} : { where: recipe.where }),
  });
  const tooLong = pairs.length > 0 && !step.success;
  const say = (cluster: Cluster, change: Partial<Said>) =>
    setSaid({ ...said, [keyOf(cluster)]: { ...saidOf(cluster, said), ...change } });
  function mergeAll(isMerged: boolean) {
    const all = (found?.clusters ?? []).map(
      (one) => [keyOf(one), { ...saidOf(one, said), isMerged }] as const,
    );
    setSaid({ ...said, ...Object.fromEntries(all) });
  }
  function change(next: Partial<ClusterBy>) {
    setBy({ ...by, ...next });
    setSaid({});
  }
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={`Clusters of ${column}`}
      footer={
        <>
          <button type="button" className="btn form" onClick={onClose}>
            Cancel
          </button>
          <button
            type="button"
            className="btn form primary"
            disabled={pairs.length === 0 || !step.success}
            onClick={() => {
              if (!step.success) return;
              recipe.insert(step.data);
              onClose();
            }}
          >
            {merged === 1 ? "Merge 1 cluster" : `Merge ${integer(merged)} clusters`}
          </button>
        </>
      }
    >
      <ClusterMethod by={by} onChange={change} />
      <ErrorNote
        message={
          tooLong ? "The facets make too long a condition for a step; choose fewer values there." : error
        }
      />
      {found ? (
        <>
          <Counts found={found} filtered={recipe.where !== null} />
          {found.clusters.length > 0 ? (
            <p className="row">
              <button type="button" className="btn-link" onClick={() => mergeAll(true)}>
                Merge all
              </button>
              <button type="button" className="btn-link" onClick={() => mergeAll(false)}>
                Merge none
              </button>
            </p>
          ) : null}
          <ul className="clusters" aria-label="Clusters">
            {found.clusters.map((cluster) => (
              <ClusterRow
                key={keyOf(cluster)}
                cluster={cluster}
                said={saidOf(cluster, said)}
                onSay={(some) => say(cluster, some)}
              />
            ))}
          </ul>
        </>
      ) : error ? null : (
        <Skeleton rows={6} columns={3} />
      )}
    </Dialog>
  );
}

const keyOf = ({ values }: Cluster) => values[0]!.value;

function saidOf(cluster: Cluster, said: Readonly<Record<string, Said>>): Said {
  return said[keyOf(cluster)] ?? { isMerged: false, to: keyOf(cluster) };
}

/** The pairs of a step that gives all values of a cluster the new one; none where it is not merged. */
function pairsOf({ values }: Cluster, said: Said | undefined): [string, string][] {
  if (!said?.isMerged) return [];
  return values.filter(({ value }) => value !== said.to).map(({ value }) => [value, said.to]);
}

function ClusterMethod({ by, onChange }: { by: ClusterBy; onChange: (change: Partial<ClusterBy>) => void }) {
  const sizes = [1, 2, 3, 4];
  const isSized = by.method === "ngram" || by.method === "distance";
  return (
    <div className="cluster-method">
      <Choice
        label="Compare by"
        value={by.method}
        options={methods}
        onChange={(method) => onChange({ method: (method ?? "fingerprint") as ClusterBy["method"] })}
      />
      {isSized ? (
        <Choice
          label={by.method === "ngram" ? "Letters in a run" : "Letters that differ at most"}
          value={String(by.method === "ngram" ? by.size : by.radius)}
          options={sizes.map(String)}
          onChange={(size) =>
            onChange(by.method === "ngram" ? { size: Number(size) } : { radius: Number(size) })
          }
        />
      ) : null}
    </div>
  );
}

/** How many there are, and what was not compared. */
function Counts({ found, filtered }: { found: ColumnClusters; filtered: boolean }) {
  const { clusters, found: all, distinct, empty, uncompared, long, beyond } = found;
  const notes = [
    [empty, "have too few letters to be compared"],
    [long, `are longer than ${integer(limits.facetValueCharacters)} characters and were left out`],
    [beyond, `are less frequent than the first ${integer(limits.clusterValues)} and were not compared`],
    [uncompared, "were not compared with all others: there are too many"],
  ] as const;
  return (
    <div className="t2 num" role="status">
      <p>
        {integer(all)} {all === 1 ? "cluster" : "clusters"} among {integer(distinct)} values
        {filtered ? " of the rows that the facets keep" : ""}
        {clusters.length < all
          ? `; the first ${integer(clusters.length)} are shown, merge them to see more`
          : ""}
        .
      </p>
      {notes.map(([count, words]) =>
        count > 0 ? (
          <p key={words} className="t3">
            {integer(count)} {count === 1 ? "value" : "values"}: {words}.
          </p>
        ) : null,
      )}
    </div>
  );
}

const shownValues = 20;

type RowProps = { cluster: Cluster; said: Said; onSay: (change: Partial<Said>) => void };

function ClusterRow({ cluster, said, onSay }: RowProps) {
  const [isWhole, setWhole] = useState(false);
  const { values, rows } = cluster;
  const name = keyOf(cluster);
  const shown = isWhole ? values : values.slice(0, shownValues);
  return (
    <li>
      <label className="check-row">
        <input
          type="checkbox"
          className="check"
          aria-label={`Merge the cluster of ${name}`}
          checked={said.isMerged}
          onChange={() => onSay({ isMerged: !said.isMerged })}
        />
        <span className="t3 num">
          {integer(values.length)} values, {integer(rows)} rows
        </span>
      </label>
      <ul className="cluster-values">
        {shown.map(({ value, count }) => (
          <li key={value}>
            <button
              type="button"
              className="btn-link"
              title="Merge into this value"
              onClick={() => onSay({ isMerged: true, to: value })}
            >
              {value === "" ? "empty text" : value}
            </button>{" "}
            <span className="t3 num">{integer(count)}</span>
          </li>
        ))}
        {values.length > shown.length ? (
          <li>
            <button type="button" className="btn-link" onClick={() => setWhole(true)}>
              and {integer(values.length - shown.length)} more
            </button>
          </li>
        ) : null}
      </ul>
      <input
        className="input"
        aria-label={`New value of the cluster of ${name}`}
        value={said.to}
        maxLength={limits.facetValueCharacters}
        onChange={({ target }) => onSay({ to: target.value, isMerged: true })}
      />
    </li>
  );
}
