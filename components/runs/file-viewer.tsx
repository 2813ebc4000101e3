"use client";

import MarkdownIt from "markdown-it";
import { useEffect, useState } from "react";
import { bytes } from "@/lib/format";
import { viewOf } from "@/lib/runs/file-view";

const most = 2 * 2 ** 20;
const mostRows = 500;
const markdown = new MarkdownIt({ html: false }).disable("image");

type Props = { address: string; path: string; size: number };

/** A file of a run as its kind asks: a picture, a page in a frame of its own, a table, or text. */
export function FileViewer({ address, path, size }: Props) {
  const view = viewOf(path);
  if (view === "image") return <img className="file-image" src={`${address}?view=1`} alt={path} />;
  if (view === "html")
    return <iframe className="file-frame" src={`${address}?view=1`} sandbox="allow-scripts" title={path} />;
  if (view === "none")
    return <p className="t3">Nothing here can show this kind of file. Download it to open it.</p>;
  if (size > most)
    return <p className="t3">This file has {bytes(size)}, too much to show. Download it to open it.</p>;
  return <FetchedFile key={address} address={address} path={path} />;
}

function FetchedFile({ address, path }: Omit<Props, "size">) {
  const [text, setText] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    fetch(address, { signal: stop.signal })
      .then(async (answer) =>
        answer.ok ? setText(await answer.text()) : setError(`The server answered ${answer.status}.`),
      )
      .catch(() => stop.signal.aborted || setError("Not connected. Try again when the server answers."));
    return () => stop.abort();
  }, [address]);
  if (error) return <p role="alert">{error}</p>;
  if (text === null) return <div className="skeleton file-wait" aria-busy="true" />;
  return <FileText path={path} text={text} />;
}

function FileText({ path, text }: { path: string; text: string }) {
  const view = viewOf(path);
  if (view === "markdown")
    return <div className="prose" dangerouslySetInnerHTML={{ __html: markdown.render(text) }} />;
  const table =
    view === "table"
      ? separated(text, path.toLowerCase().endsWith(".tsv") ? "\t" : ",")
      : view === "json"
        ? loggedTable(text)
        : null;
  if (table) return <FileTable path={path} {...table} />;
  return (
    <pre className="file-text" tabIndex={0}>
      {view === "json" ? indented(text) : text}
    </pre>
  );
}

function FileTable({ path, columns, data }: { path: string; columns: string[]; data: unknown[][] }) {
  return (
    <div className="scroll" role="region" aria-label={path} tabIndex={0}>
      <table className="t dense">
        <caption className="sr">{path}</caption>
        <thead>
          <tr>
            {columns.map((name, i) => (
              <th key={i} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.slice(0, mostRows).map((row, i) => (
            <tr key={i}>
              {row.map((cell, k) => (
                <td key={k}>{typeof cell === "object" ? JSON.stringify(cell) : String(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {data.length > mostRows ? (
        <p className="t3">
          The first {mostRows} of {data.length} rows.
        </p>
      ) : null}
    </div>
  );
}

function separated(text: string, mark: string): { columns: string[]; data: string[][] } | null {
  const [head, ...rows] = text
    .split(/\r?\n/)
    .filter(Boolean)
    .map((line) =>
      line
        .split(new RegExp(`${mark}(?=(?:[^"]*"[^"]*")*[^"]*$)`))
        .map((cell) => cell.replace(/^"|"$/g, "").replaceAll('""', '"')),
    );
  return head ? { columns: head, data: rows } : null;
}

/** What `log_table` of a client writes: columns and rows in one document. */
function loggedTable(text: string): { columns: string[]; data: unknown[][] } | null {
  const value = parsed(text) as { columns?: unknown; data?: unknown } | null;
  return Array.isArray(value?.columns) && Array.isArray(value.data) && value.data.every(Array.isArray)
    ? { columns: value.columns.map(String), data: value.data as unknown[][] }
    : null;
}

function indented(text: string): string {
  const value = parsed(text);
  return value === undefined ? text : JSON.stringify(value, null, 2);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
