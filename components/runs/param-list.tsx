"use client";

import { Fragment } from "react";
import type { Pair } from "@/lib/runs/cells";
import type { ItemCount, Items } from "@/lib/runs/run-items";
import { countText, ListFoot } from "./list-foot";
import { NameSearch } from "./name-search";
import { usePages } from "./use-pages";

type Props = { api: string; first: Items<Pair>; count: ItemCount };

/** A run's params by name, a page at a time. */
export function ParamList({ api, first, count }: Props) {
  const { items, next, search, pending, error, more, find } = usePages(`${api}/params`, first);
  if (count.number === 0) return null;
  return (
    <section className="sec" aria-labelledby="h-params">
      <div className="sec-head">
        <h2 id="h-params">Parameters</h2>
        <span className="t3 s12 num">{countText(count)}</span>
      </div>
      {first.next === null ? null : (
        <NameSearch label="Search parameters" value={search} onChange={(text) => void find(text)} />
      )}
      <dl className="dl">
        {items.map(({ key, value }) => (
          <Fragment key={key}>
            <dt className="clip" title={key}>
              {key}
            </dt>
            <dd className="break">{value}</dd>
          </Fragment>
        ))}
      </dl>
      <ListFoot
        shown={items.length}
        count={count}
        searching={search !== ""}
        next={next}
        pending={pending}
        error={error}
        onMore={() => void more()}
      />
    </section>
  );
}
