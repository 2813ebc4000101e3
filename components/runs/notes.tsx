"use client";

import MarkdownIt from "markdown-it";
import { useMemo } from "react";
import type { Pair } from "@/lib/runs/cells";
import type { ItemCount, Items } from "@/lib/runs/run-items";
import { ListFoot } from "./list-foot";
import { usePages } from "./use-pages";

const markdown = new MarkdownIt({ html: false, linkify: false });
// A note is anybody's text: no picture of it is fetched from elsewhere.
markdown.disable("image");

type Props = { api: string; note: string | undefined; first: Items<Pair>; count: ItemCount };

/** A run's note and the tags that people and clients put on it. */
export function Notes({ api, note, first, count }: Props) {
  const { items, next, pending, error, more } = usePages<Pair>(`${api}/tags?own=true`, first);
  const html = useMemo(() => (note ? markdown.render(note) : null), [note]);
  if (html === null && items.length === 0) return null;
  return (
    <section className="sec" aria-labelledby="h-notes">
      <div className="sec-head">
        <h2 id="h-notes">Notes and tags</h2>
      </div>
      {html === null ? null : <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />}
      {items.length > 0 ? (
        <ul className="row flex-wrap tags">
          {items.map(({ key, value }) => (
            <li key={key} className="chip" title={`${key}: ${value}`}>
              <span className="t3 clip">{key}</span> <span className="clip">{value}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <ListFoot
        shown={items.length}
        count={count}
        searching={false}
        next={next}
        pending={pending}
        error={error}
        onMore={() => void more()}
      />
    </section>
  );
}
