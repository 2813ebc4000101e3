"use client";

import { useRouter } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header";
import { comparableColumns, schemaChange, type SchemaChange } from "@/lib/datasets/comparison";
import type { Version } from "@/lib/datasets/queries";
import type { CompareSearch } from "@/lib/datasets/schema";
import { integer } from "@/lib/format";
import { CompareColumns } from "./compare-columns";
import { CompareRows } from "./compare-rows";

type Props = {
  slug: string;
  search: CompareSearch;
  before: Version;
  after: Version;
  numbers: number[];
  total: number;
};

/** What changed between two versions of a dataset: columns, rows by a key, distributions. */
export function ComparePage({ slug, search, before, after, numbers, total }: Props) {
  const router = useRouter();
  const { name } = after.dataset;
  const data = `/projects/${slug}/data`;
  const here = `${data}/${encodeURIComponent(name)}`;
  const api = `/projects/${slug}/datasets/${encodeURIComponent(name)}/compare`;
  const pair = { before: before.number, after: after.number };
  const go = (change: Partial<CompareSearch>) => {
    const next = { ...search, ...pair, page: 1, ...change };
    const words = new URLSearchParams({ before: String(next.before), after: String(next.after) });
    if (next.key.length > 0) words.set("key", JSON.stringify(next.key));
    if (next.kind !== "changed") words.set("kind", next.kind);
    if (next.page > 1) words.set("page", String(next.page));
    router.push(`${here}/compare?${words}`, { scroll: false });
  };
  const change = schemaChange(before.columns, after.columns);
  const same = comparableColumns(before.columns, after.columns).map((both) => both.after.name);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Data", href: data },
          { label: name, href: `${here}?view=versions` },
        ]}
        title={`Compare v${before.number} with v${after.number}`}
        meta={
          <span className="num">
            {integer(before.rows)} rows, then {integer(after.rows)}
          </span>
        }
      />
      <div className="bar-tools versions-choice">
        <VersionChoice
          label="Before"
          numbers={numbers}
          value={pair.before}
          onChange={(to) => go({ before: to })}
        />
        <VersionChoice
          label="After"
          numbers={numbers}
          value={pair.after}
          onChange={(to) => go({ after: to })}
        />
        {total > numbers.length ? (
          <span className="t3 s12 num">
            the newest {integer(numbers.length)} of {integer(total)}; others by the address
          </span>
        ) : null}
      </div>
      {pair.before === pair.after ? (
        <p className="body t3">These are one version. Choose another one to compare it with.</p>
      ) : (
        <div className="body stack">
          <Schema change={change} />
          <CompareRows api={api} pair={pair} columns={same} change={change} search={search} onGo={go} />
          <CompareColumns api={`${api}/columns?before=${pair.before}&after=${pair.after}`} pair={pair} />
        </div>
      )}
    </>
  );
}

type ChoiceProps = { label: string; numbers: number[]; value: number; onChange: (number: number) => void };

function VersionChoice({ label, numbers, value, onChange }: ChoiceProps) {
  return (
    <label className="row s12 t3">
      {label}
      <select className="input" value={value} onChange={({ target }) => onChange(Number(target.value))}>
        {numbers.map((number) => (
          <option key={number} value={number}>
            v{number}
          </option>
        ))}
      </select>
    </label>
  );
}

function Schema({ change: { added, removed, typeChanged, common } }: { change: SchemaChange }) {
  const list = (columns: readonly { name: string }[]) => columns.map(({ name }) => name).join(", ");
  return (
    <section className="sec" aria-labelledby="h-schema">
      <div className="sec-head">
        <h2 id="h-schema">Columns</h2>
        <span className="t3 s12 num">{integer(common.length)} in both</span>
      </div>
      {added.length + removed.length + typeChanged.length === 0 ? (
        <p className="t3">The same names, of the same types.</p>
      ) : (
        <dl className="dl">
          {added.length > 0 ? (
            <>
              <dt>{integer(added.length)} added</dt>
              <dd>{list(added)}</dd>
            </>
          ) : null}
          {removed.length > 0 ? (
            <>
              <dt>{integer(removed.length)} removed</dt>
              <dd>{list(removed)}</dd>
            </>
          ) : null}
          {typeChanged.length > 0 ? (
            <>
              <dt>{integer(typeChanged.length)} of another type</dt>
              <dd>
                {typeChanged.map(({ name, before, after }) => `${name}: ${before}, now ${after}`).join("; ")}
              </dd>
            </>
          ) : null}
        </dl>
      )}
    </section>
  );
}
