"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useEffect, useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { integer } from "@/lib/format";
import { datasetCell } from "@/lib/notebooks/dataset-cell";
import { knownNames } from "@/lib/notebooks/known-names";
import type { Cell } from "@/lib/notebooks/schema";
import type { Session } from "@/lib/notebooks/session";
import { DatasetColumns } from "./dataset-columns";
import { projectDatasets, type ListedDataset } from "./project-datasets";

/** So many datasets are listed at once. */
const listedAtOnce = 20;
/** With fewer nobody has to search. */
const searchedFrom = 8;

type Props = {
  slug: string;
  session: Session;
  /** Puts a cell behind the one that is chosen; null for who may not write. */
  onWrite: ((cell: Omit<Cell, "id">) => void) | null;
};

type Known = Awaited<ReturnType<typeof projectDatasets>>;

/** The project's datasets with their columns; a click writes the cell that reads one. */
export function DataPanel({ slug, session, onWrite }: Props) {
  const known = useDatasets(slug);
  const [search, setSearch] = useState("");
  const [listed, setListed] = useState(listedAtOnce);
  const [opened, setOpened] = useState<string | null>(null);
  const wanted = search.trim().toLowerCase();
  const found = (known?.datasets ?? []).filter(({ name }) => name.toLowerCase().includes(wanted));
  const write = (dataset: ListedDataset, mode: "ts" | "sql") =>
    onWrite?.(datasetCell(dataset, mode, namesOf(session)));

  return (
    <section className="side-sec" aria-label="Data">
      <h2>
        Data
        <span className="grow" />
        <span className="s12 t3 font-normal num">{known ? integer(known.total) : ""}</span>
      </h2>
      {known && known.datasets.length >= searchedFrom ? (
        <input
          className="input data-search"
          type="search"
          aria-label="Search datasets"
          placeholder="Search"
          value={search}
          onChange={({ target: { value } }) => (setSearch(value), setListed(listedAtOnce))}
        />
      ) : null}
      <ul className="data-list">
        {found.slice(0, listed).map((dataset) => (
          <Listed
            key={dataset.name}
            {...{ slug, dataset }}
            isOpen={opened === dataset.name}
            onToggle={() => setOpened(opened === dataset.name ? null : dataset.name)}
            onWrite={onWrite ? (mode) => write(dataset, mode) : null}
          />
        ))}
      </ul>
      <Rest {...{ known, wanted, listed }} found={found.length} onMore={() => setListed(listed * 2)} />
    </section>
  );
}

function useDatasets(slug: string): Known | null {
  const [known, setKnown] = useState<Known | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    void projectDatasets(slug, asking.signal).then((found) => asking.signal.aborted || setKnown(found));
    return () => asking.abort();
  }, [slug]);
  return known;
}

/** Names that a new one must not be: those of all cells' texts, and what every cell knows. */
function namesOf(session: Session): Set<string> {
  const { cells } = session.document();
  return new Set([
    ...knownNames,
    ...cells.flatMap(({ source }) => source.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []),
    ...cells.flatMap(({ output }) => output ?? []),
  ]);
}

type RestProps = { known: Known | null; wanted: string; found: number; listed: number; onMore: () => void };

/** What is not listed, and why. */
function Rest({ known, wanted, found, listed, onMore }: RestProps) {
  if (!known) return <p className="side-note t3 s12">Loading …</p>;
  const { total, datasets, error } = known;
  return (
    <>
      <ErrorNote message={error} />
      {!error && total === 0 ? <p className="side-note t3 s12">The project has no datasets yet.</p> : null}
      {total > 0 && found === 0 ? (
        <p className="side-note t3 s12">No dataset is called “{wanted}”.</p>
      ) : null}
      {found > listed ? (
        <button type="button" className="btn quiet" onClick={onMore}>
          {integer(found - listed)} more
        </button>
      ) : null}
      {total > datasets.length ? (
        <p className="side-note t3 s12">
          The first {integer(datasets.length)} of {integer(total)} by name; others are read by theirs.
        </p>
      ) : null}
    </>
  );
}

type ListedProps = {
  slug: string;
  dataset: ListedDataset;
  isOpen: boolean;
  onToggle: () => void;
  onWrite: ((mode: "ts" | "sql") => void) | null;
};

function Listed({ slug, dataset, isOpen, onToggle, onWrite }: ListedProps) {
  const { name, number, rows } = dataset;
  const Mark = isOpen ? ChevronDown : ChevronRight;
  return (
    <li>
      <div className="data-line">
        <button type="button" className="data-name" aria-expanded={isOpen} onClick={onToggle}>
          <Mark className="i i-14 t3" aria-hidden="true" />
          <span className="clip" title={name}>
            {name}
          </span>
          <small className="t2 num">
            v{number}, {integer(rows)} rows
          </small>
        </button>
        {onWrite ? (
          <span className="data-write">
            {(["ts", "sql"] as const).map((mode) => (
              <button
                key={mode}
                type="button"
                className="btn quiet"
                aria-label={`${mode.toUpperCase()}: read ${name} in a cell`}
                title={`Write a cell that reads it, in ${mode === "ts" ? "TypeScript" : "SQL"}`}
                onClick={() => onWrite(mode)}
              >
                {mode.toUpperCase()}
              </button>
            ))}
          </span>
        ) : null}
      </div>
      {isOpen ? <DatasetColumns {...{ slug, name, number }} /> : null}
    </li>
  );
}
