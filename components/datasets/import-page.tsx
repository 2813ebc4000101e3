"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FollowedJob } from "@/components/jobs/followed-job";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { useSubmit } from "@/components/ui/submit";
import type { ImportOptions } from "@/lib/datasets/import-options";
import { bytes as bytesText, integer } from "@/lib/format";
import { FixedWidthRuler } from "./fixed-width-ruler";
import { FolderFields } from "./folder-fields";
import { ImportFields } from "./import-fields";
import { ImportNotes } from "./import-notes";
import { ImportQuestions } from "./import-questions";
import { ImportSample } from "./import-sample";
import { isOfSeveral } from "./several-options";
import { SheetFields } from "./sheet-fields";
import { useImportPreview, type Looked } from "./use-import-preview";

type Props = { slug: string; id: string; fileName: string; bytes: number; name: string };

/** How a file is to be read: its options and what is in doubt at the left, at the right its first rows so. */
export function ImportPage({ slug, id, fileName, bytes, name: first }: Props) {
  const router = useRouter();
  const path = `/projects/${slug}/uploads/${id}`;
  const { asked, current, looked, error, isOld, isFirst, change, changeColumn } = useImportPreview(path);
  const [name, setName] = useState(first);
  const [job, setJob] = useState<string | null>(null);
  const { pending, error: refused, submit, setError } = useSubmit();
  const boundaries = boundariesOf(current) ?? boundariesOf(looked?.used ?? null);

  async function send() {
    const body = { name, ...(asked ? { options: asked } : {}) };
    const made = await submit<{ name?: string; job?: string }>("POST", `${path}/import`, body);
    if (made?.job) setJob(made.job);
    else if (made?.name) router.push(`/projects/${slug}/data/${encodeURIComponent(made.name)}`);
  }

  return (
    <>
      <PageHeader
        crumbs={[{ label: "Data", href: `/projects/${slug}/data` }]}
        title={`Import ${fileName}`}
        meta={<span className="num">{bytesText(bytes)}</span>}
        actions={
          <button
            type="button"
            className="btn primary"
            disabled={pending || isOld || isFirst || job !== null || !looked || looked.problem !== null}
            onClick={send}
          >
            {pending ? "Importing …" : "Import"}
          </button>
        }
      />
      <div className="prepare">
        <div className="form">
          <ErrorNote message={refused} />
          {job ? (
            <FollowedJob
              slug={slug}
              id={job}
              onMade={() => undefined}
              onFailed={(message) => (setJob(null), setError(message))}
            />
          ) : null}
          <Field label="Dataset" value={name} onChange={(event) => setName(event.target.value)} />
          <ImportQuestions
            questions={looked?.questions ?? []}
            choices={looked?.choices ?? null}
            onFile={change}
            onColumn={changeColumn}
          />
          {looked && current.format === "csv" ? (
            <ImportFields asked={current} used={looked.used} lines={looked.lines} onChange={change} />
          ) : null}
          {looked && current.format === "xlsx" ? (
            <SheetFields asked={current} used={looked.used} onChange={change} />
          ) : null}
          {looked && isOfSeveral(current, fileName) ? (
            <FolderFields asked={current} onChange={change} />
          ) : null}
          {current.format === "json" && current.path !== undefined ? (
            <p className="row">
              <span className="grow clip">
                Rows are <span className="medium">{current.path || "the file itself"}</span>
              </span>
              <button type="button" className="btn-link" onClick={() => change({ path: undefined })}>
                Choose another list
              </button>
            </p>
          ) : null}
        </div>
        <div aria-busy={isOld} className={isOld ? "old" : undefined}>
          <p className="bar-tools num" role="status">
            {isOld ? "Computing …" : looked ? sizeOf(looked) : null}
            {isFirst && !isOld ? "; looking at more …" : null}
          </p>
          <ErrorNote message={error ?? looked?.problem ?? null} />
          {looked && boundaries ? (
            <FixedWidthRuler
              lines={looked.lines}
              boundaries={boundaries}
              onChange={(places) => change({ boundaries: places })}
            />
          ) : null}
          {looked && looked.problem === null ? (
            <>
              <ImportSample looked={looked} current={current} onColumn={changeColumn} />
              <div className="px-6 py-3">
                <ImportNotes note={looked.note} />
              </div>
            </>
          ) : looked && !boundaries ? (
            <pre className="mono">{looked.lines.join("\n")}</pre>
          ) : looked ? null : (
            <Skeleton rows={12} columns={6} />
          )}
        </div>
      </div>
    </>
  );
}

function boundariesOf(options: ImportOptions | null): number[] | undefined {
  return options?.format === "csv" && options.delimiter === undefined ? options.boundaries : undefined;
}

/** How much was looked at: of a long file its beginning, which is said. */
function sizeOf({ rows, columns, whole, sample, remembered, problem }: Looked): string {
  if (problem !== null) return "The file cannot be read so";
  const size = `${integer(rows)} rows × ${columns.length} columns`;
  const part = whole ? size : `The beginning of the file: ${size}`;
  const shown = sample.length < rows ? `${part}, the first ${integer(sample.length)} shown` : part;
  return remembered ? `${shown}; read as the version before` : shown;
}
