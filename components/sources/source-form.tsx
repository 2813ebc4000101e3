"use client";

import { useState, type FormEvent } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";
import { sourceKinds, type SourceKindName } from "@/lib/sources/kinds";
import type { Source } from "@/lib/sources/queries";
import { firstValues, keyOf, toRequest } from "./form-values";
import { sendFile } from "./send-file";
import { SourceFields } from "./source-fields";
import { SourceTrial, type Trial } from "./source-trial";

type Props = {
  slug: string;
  kind: SourceKindName;
  /** The source that is changed; null for a new one. */
  source: Source | null;
  /** The dataset's name where that is settled. */
  dataset?: string;
  onSaved: (dataset: string) => void;
};

/** Where a dataset comes from: asked for by kind, tried before it is kept. */
export function SourceForm({ slug, kind, source, dataset: settled, onSaved }: Props) {
  const { fields, readsUpload, label } = sourceKinds[kind];
  const [dataset, setDataset] = useState(settled ?? "");
  const [values, setValues] = useState(() => firstValues(fields, source));
  const [key, setKey] = useState((source?.key ?? []).join(", "));
  const [file, setFile] = useState<File | null>(null);
  const [trial, setTrial] = useState<Trial | null>(null);
  const { pending, error, setError, submit } = useSubmit();
  const api = `/projects/${slug}`;
  const own = `${api}/datasets/${encodeURIComponent(dataset)}/source`;

  async function test() {
    setTrial(null);
    const body = { dataset, kind, ...toRequest(fields, values) };
    setTrial(await submit<Trial>("POST", `${api}/sources/test`, body));
  }

  async function save(event: FormEvent) {
    event.preventDefault();
    const request = toRequest(fields, values);
    const saved = source
      ? await submit("PATCH", own, { ...request, key: keyOf(key) })
      : await submit("POST", `${api}/sources`, { dataset, kind, ...request, key: keyOf(key) });
    if (!saved) return;
    const refused = file ? await sendFile(`/api${own}/file`, file) : null;
    if (refused) return setError(refused);
    if (!source) await submit("POST", `${own}/refresh`);
    onSaved(dataset);
  }

  return (
    <>
      <form className="source-form" onSubmit={(event) => void save(event)} aria-label={label}>
        {settled === undefined ? (
          <Field
            label="Dataset"
            hint="A new name, or that of a dataset that gets its next versions from here."
            required
            value={dataset}
            onChange={({ target }) => setDataset(target.value)}
          />
        ) : null}
        <SourceFields
          fields={fields}
          values={values}
          onChange={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
          hasSecret={source?.hasSecret ?? false}
        />
        {readsUpload ? <FileField onChange={setFile} current={source?.file?.name ?? null} /> : null}
        <Field
          label="Key"
          hint="Columns that name a row, with commas between. What changed is then told by row."
          placeholder="id"
          value={key}
          onChange={({ target }) => setKey(target.value)}
        />
        <ErrorNote message={error} />
        <div className="row">
          <button type="submit" className="btn form primary" disabled={pending}>
            {source ? "Save" : "Save and fetch"}
          </button>
          {readsUpload && !source ? null : (
            <button
              type="button"
              className="btn form"
              disabled={pending || dataset.trim() === ""}
              onClick={() => void test()}
            >
              Test
            </button>
          )}
          {pending ? <span className="t3 s12">Asking …</span> : null}
        </div>
      </form>
      {trial ? <SourceTrial {...trial} /> : null}
    </>
  );
}

function FileField({ current, onChange }: { current: string | null; onChange: (file: File | null) => void }) {
  return (
    <div className="field">
      <label>
        File
        <input
          className="input"
          type="file"
          required={current === null}
          onChange={({ target }) => onChange(target.files?.[0] ?? null)}
        />
      </label>
      <p className="hint">{current ? `Now ${current}. Choose another to replace it.` : "The SQLite file."}</p>
    </div>
  );
}
