import { useRouter } from "next/navigation";
import { useState } from "react";
import { FollowedJob } from "@/components/jobs/followed-job";
import { ErrorNote } from "@/components/ui/error-note";
import { useSubmit } from "@/components/ui/submit";
import type { FailedCells } from "@/lib/datasets/failed-cells";
import type { ImportedWith } from "@/lib/datasets/import-options";
import { settledOptions, type Settling } from "@/lib/datasets/settle-cells";
import { counted, integer } from "@/lib/format";

/** Texts that get a field of their own. */
const mostFields = 50;
type Props = {
  slug: string;
  dataset: string;
  version: number;
  column: string;
  importedWith: ImportedWith;
  failed: number;
  answer: FailedCells;
};

/** Ways to settle the failed cells of a column: the file is read again, into the next version. */
export function SettleCells({ slug, dataset, version, column, importedWith, failed, answer }: Props) {
  const { push } = useRouter();
  const { pending, error, submit, setError } = useSubmit();
  const [job, setJob] = useState<string | null>(null);
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  const texts = answer.texts ?? [];
  const isWhole =
    texts.length === answer.distinct && answer.kept >= failed && texts.every(({ whole }) => whole);
  const replaced = texts.flatMap(({ raw: from }) =>
    values.get(from) ? [{ from, to: values.get(from)! }] : [],
  );

  async function settle(how: Settling) {
    const from = `/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version}/uploads`;
    const source = await submit<{ upload: string }>("POST", from, {});
    if (!source) return;
    const body = { name: dataset, options: settledOptions(importedWith, column, how) };
    const to = `/projects/${slug}/uploads/${source.upload}/import`;
    const made = await submit<{ name?: string; number?: number; job?: string }>("POST", to, body);
    if (made?.job) setJob(made.job);
    else if (made?.number)
      push(`/projects/${slug}/data/${encodeURIComponent(dataset)}?version=${made.number}&view=rows`);
  }
  const disabled = pending || job !== null;
  return (
    <div className="settle-cells" role="group" aria-label={`Settle failed cells of ${column}`}>
      <p className="t2 s12">
        Reading the file again settles them; each way makes the next version and leaves this one as it is.
      </p>
      <ErrorNote message={error} />
      {job ? (
        <FollowedJob
          slug={slug}
          id={job}
          onMade={() => undefined}
          onFailed={(message) => (setJob(null), setError(message))}
        />
      ) : null}
      <div className="row flex-wrap">
        <button type="button" className="btn" disabled={disabled} onClick={() => settle({ as: "text" })}>
          Keep the column as text
        </button>
        <button
          type="button"
          className="btn"
          disabled={disabled || !isWhole}
          onClick={() => settle({ as: "missing", texts: texts.map(({ raw }) => raw) })}
        >
          Make them missing
        </button>
        <button type="button" className="btn" disabled={disabled} onClick={() => settle({ as: "drop rows" })}>
          Leave out their rows
        </button>
      </div>
      {isWhole ? null : (
        <p className="t3 s12">
          Not all of what stands in them is kept, so they can be made missing only by a recipe.
        </p>
      )}
      <fieldset>
        <legend>Read them as something else</legend>
        {texts.slice(0, mostFields).map(({ raw, count, whole }) => (
          <label key={raw} className="settle-text s12">
            <span className="mono clip" title={raw}>
              {raw}
            </span>
            <span className="t3 num">{counted(count, "cell")}</span>
            <input
              className="input"
              aria-label={`${raw} is read as`}
              disabled={!whole}
              value={values.get(raw) ?? ""}
              onChange={({ target }) => setValues(new Map(values).set(raw, target.value))}
            />
          </label>
        ))}
        {texts.length > mostFields ? (
          <p className="t3 s12">
            The {mostFields} most frequent of {integer(answer.distinct ?? texts.length)} texts have a field.
          </p>
        ) : null}
        <button
          type="button"
          className="btn"
          disabled={disabled || replaced.length === 0}
          onClick={() => settle({ as: "replace", texts: replaced })}
        >
          Read {counted(replaced.length, "text")} so
        </button>
      </fieldset>
    </div>
  );
}
