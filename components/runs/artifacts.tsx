"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { bytes } from "@/lib/format";
import { FileViewer } from "./file-viewer";

type File = { path: string; bytes: number };

/** The files of a run by folder; a click looks at one. */
export function Artifacts({ root, files, title = "Files" }: { root: string; files: File[]; title?: string }) {
  const [open, setOpen] = useState<File | null>(null);
  if (files.length === 0) return null;
  const address = (path: string) => `${root}/${path.split("/").map(encodeURIComponent).join("/")}`;
  const folders = Map.groupBy(files, ({ path }) => path.split("/").slice(0, -1).join("/"));
  return (
    <section className="sec" aria-label={title}>
      <div className="sec-head">
        <h2>{title}</h2>
        <span className="t3 s12 num">{files.length}</span>
      </div>
      {[...folders]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([folder, own]) => (
          <div key={folder}>
            {folder ? <p className="t3 s12 mono">{folder}/</p> : null}
            <ul className="people">
              {own.map((file) => (
                <li key={file.path}>
                  <button type="button" className="clip mono link" onClick={() => setOpen(file)}>
                    {file.path.split("/").at(-1)}
                  </button>
                  <span className="role num">{bytes(file.bytes)}</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
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
