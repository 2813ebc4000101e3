"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { bytes } from "@/lib/format";
import { viewOf } from "@/lib/runs/file-view";
import type { ItemCount } from "@/lib/runs/run-items";
import { FileViewer } from "./file-viewer";
import { countText, ListFoot } from "./list-foot";
import { NameSearch } from "./name-search";
import { usePages } from "./use-pages";

type File = { path: string; bytes: number };
type Props = {
  /** Where a file is read, below `/api`. */
  root: string;
  /** Where more of the list is read. */
  list: string;
  first: { items: File[]; next: string | null };
  count: ItemCount;
  title?: string;
};

/** Pictures of up to this size show in the list. */
const thumbnailBytes = 4 * 2 ** 20;

/** Files by folder, a page at a time; a click looks at one, and small pictures show themselves. */
export function Artifacts({ root, list, first, count, title = "Files" }: Props) {
  const [open, setOpen] = useState<File | null>(null);
  const { items, next, search, pending, error, more, find } = usePages<File>(list, first);
  if (count.number === 0) return null;
  const address = (path: string) => `/api${root}/${path.split("/").map(encodeURIComponent).join("/")}`;
  const folders = Map.groupBy(items, ({ path }) => path.split("/").slice(0, -1).join("/"));
  return (
    <section className="sec" aria-label={title}>
      <div className="sec-head">
        <h2>{title}</h2>
        <span className="t3 s12 num">{countText(count)}</span>
      </div>
      {first.next === null ? null : (
        <NameSearch label="Search files" value={search} onChange={(text) => void find(text)} />
      )}
      {[...folders]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([folder, own]) => (
          <div key={folder}>
            {folder ? <p className="t3 s12 mono clip">{folder}/</p> : null}
            <ul className="people">
              {own.map((file) => (
                <li key={file.path}>
                  {viewOf(file.path) === "image" && file.bytes <= thumbnailBytes ? (
                    <img className="thumb" src={`${address(file.path)}?view=1`} alt="" loading="lazy" />
                  ) : null}
                  <button type="button" className="clip mono link" onClick={() => setOpen(file)}>
                    {file.path.split("/").at(-1)}
                  </button>
                  <span className="role num">{bytes(file.bytes)}</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      <ListFoot
        shown={items.length}
        count={count}
        searching={search !== ""}
        next={next}
        pending={pending}
        error={error}
        onMore={() => void more()}
      />
      {open ? (
        <Dialog
          open
          onOpenChange={() => setOpen(null)}
          title={open.path}
          wide
          footer={
            <a className="btn form" href={address(open.path)} download>
              <Download className="i" aria-hidden="true" />
              Download
            </a>
          }
        >
          <FileViewer address={address(open.path)} path={open.path} size={open.bytes} />
        </Dialog>
      ) : null}
    </section>
  );
}
