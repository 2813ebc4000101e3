"use client";

import { Upload } from "lucide-react";
import { useRef, useState, type DragEvent } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { formatOf } from "@/lib/datasets/file-format";
import type { Choices } from "@/lib/errors";
import { bytes, integer } from "@/lib/format";
import { ChooseReading } from "./choose-reading";
import { importUpload } from "./import-upload";

/** What is sent: one file, or several that become one table. */
type Sent = readonly File[];
type State = { files: Sent; sent: number; stop: () => void } | null;
/** A file that leaves something open, which somebody has to choose before it is read. */
type Open = { files: Sent; reason: string; choices: Choices } | null;

type Props = {
  slug: string;
  onDone: (name: string) => void;
  /** The file is large: a job reads it. */
  onJob: (job: string) => void;
  /** Something about the file is in doubt, or it cannot be read as it is: it is looked at first. */
  onDoubt: (upload: string) => void;
};

/** Takes a file by drag and drop or by choosing, and sends it with progress; it can be stopped. */
export function UploadBox({ slug, onDone, onJob, onDoubt }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [state, setState] = useState<State>(null);
  const [error, setError] = useState<string | null>(null);
  const [open, setOpen] = useState<Open>(null);

  function send(files: Sent, options?: Record<string, string>) {
    if (files.length === 0) return;
    setError(null);
    setOpen(null);
    const request = new XMLHttpRequest();
    const form = new FormData();
    if (options) form.append("options", JSON.stringify(options));
    for (const file of files) form.append("file", file);
    request.upload.onprogress = ({ loaded }) =>
      setState({ files, sent: loaded, stop: () => request.abort() });
    request.onabort = () => (setState(null), setError("Stopped. Nothing was kept."));
    request.onerror = () => (setState(null), setError("The connection broke. Nothing was kept; try again."));
    request.onload = () => {
      const answer = parse(request.responseText);
      if (request.status === 201 && answer.upload) {
        void importUpload(slug, answer.upload).then((next) => {
          setState(null);
          if ("doubt" in next) onDoubt(next.doubt);
          else if ("name" in next) onDone(next.name);
          else if ("job" in next) onJob(next.job);
          else setError(next.error);
        });
        return;
      }
      setState(null);
      if (request.status === 201 && answer.name) onDone(answer.name);
      else if (request.status === 202 && answer.job) onJob(answer.job);
      else if (answer.choices) setOpen({ files, reason: answer.detail ?? "", choices: answer.choices });
      else setError(answer.detail ?? `The server answered ${request.status}.`);
    };
    // A text is looked at before it is read; other files are read as they are.
    const isText = files.every(({ name }) => formatOf(name) === "csv") && !options;
    request.open("POST", `/api/projects/${slug}/${isText ? "uploads" : "datasets"}`);
    setState({ files, sent: 0, stop: () => request.abort() });
    request.send(form);
  }

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    send([...event.dataTransfer.files]);
  };

  return (
    <div
      className={`drop${over ? " over" : ""}`}
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {state ? (
        <Progress {...state} />
      ) : open ? (
        <ChooseReading
          file={open.files[0]!}
          reason={open.reason}
          choices={open.choices}
          onChoose={(value) =>
            send(open.files, { format: open.choices.format, [open.choices.option]: value })
          }
          onCancel={() => setOpen(null)}
        />
      ) : (
        <>
          <p className="t2">
            Drop a CSV, TSV, JSON, NDJSON, Parquet or Excel (.xlsx) file here, packed or not; several files
            become one table.
          </p>
          <button type="button" className="btn primary" onClick={() => input.current?.click()}>
            <Upload className="i" aria-hidden="true" />
            Choose a file or several
          </button>
          <input
            ref={input}
            className="sr"
            type="file"
            multiple
            aria-label="File to upload"
            accept=".csv,.tsv,.txt,.json,.geojson,.ndjson,.jsonl,.parquet,.pq,.xlsx,.xlsm,.gz,.zip,.zst"
            onChange={(event) => send([...(event.target.files ?? [])])}
          />
        </>
      )}
      <ErrorNote message={error} />
    </div>
  );
}

function Progress({ files, sent, stop }: NonNullable<State>) {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const share = size > 0 ? Math.min(1, sent / size) : 1;
  const others = files.length > 1 ? ` and ${integer(files.length - 1)} more` : "";
  return (
    <div className="grid gap-2 w-full">
      <div className="row">
        <span className="clip grow">
          {files[0]!.name}
          {others}
        </span>
        <span className="t3 num">{share < 1 ? `${bytes(sent)} of ${bytes(size)}` : "Reading …"}</span>
        <button type="button" className="btn" onClick={stop}>
          Stop
        </button>
      </div>
      <span
        className="bar"
        role="progressbar"
        aria-label="Upload"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ width: `${share * 100}%` }} />
      </span>
    </div>
  );
}

type Answer = { name?: string; upload?: string; job?: string; detail?: string; choices?: Choices };

function parse(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}
