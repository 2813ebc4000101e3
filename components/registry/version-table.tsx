"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { Ago } from "@/components/ui/ago";
import { Avatar } from "@/components/ui/avatar";
import { ErrorNote } from "@/components/ui/error-note";
import { StageMark } from "@/components/ui/stage-mark";
import { SyntheticChip } from "@/components/ui/synthetic-chip";
import { callApi } from "@/components/ui/call-api";
import { useSubmit } from "@/components/ui/submit";
import { showToast } from "@/components/ui/toast";
import { bytes, fixed, significant } from "@/lib/format";
import type { VersionView } from "@/lib/registry/loaders";
import { stages, type Stage } from "@/lib/registry/stage";

type Props = { slug: string; model: string; versions: VersionView[]; chosen: number; mayPromote: boolean };

export function VersionTable({ slug, model, versions, chosen, mayPromote }: Props) {
  const router = useRouter();
  const { pending, error, submit } = useSubmit();

  const to = (number: number, stage: Stage) =>
    [
      "POST",
      `/projects/${slug}/models/${encodeURIComponent(model)}/versions/${number}/stage`,
      { stage },
    ] as const;

  async function move(number: number, before: Stage, stage: Stage) {
    const moved = await submit<{ archived: number[] }>(...to(number, stage));
    if (!moved) return;
    router.refresh();
    const archived = moved.archived.map((other) => `v${other}`).join(", ");
    showToast({
      text:
        `v${number} moved from ${before} to ${stage}` +
        (archived ? `; ${archived} archived` : "") +
        (stage === "Production" ? `. ${model} is v${number} now` : ""),
      undo: async () => {
        for (const other of moved.archived) await callApi(...to(other, stage));
        await callApi(...to(number, before));
        router.refresh();
      },
    });
  }

  return (
    <section className="sec" aria-labelledby="h-versions">
      <div className="sec-head">
        <h2 id="h-versions">Versions</h2>
        <span className="t3 s12">metrics on each one’s own test rows</span>
      </div>
      <ErrorNote message={error} />
      <div className="scroll" role="region" aria-label="Versions" tabIndex={0}>
        <table className="t">
          <caption className="sr">Versions</caption>
          <thead>
            <tr>
              {["Version", "Stage", "From run"].map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
              {["F1", "Recall", "Size", "ms/row", "Registered"].map((label) => (
                <th key={label} scope="col" className="r">
                  {label}
                </th>
              ))}
              <th scope="col">
                <span className="sr">By</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ number, stage, aliases, run, createdAt, by, synthetic }) => (
              <tr key={number} aria-selected={number === chosen}>
                <td>
                  <Link className="name" href={`?version=${number}`}>
                    v{number}
                  </Link>
                  <SyntheticChip synthetic={synthetic} />
                  {aliases.map((alias) => (
                    <span key={alias} className="chip">
                      @{alias}
                    </span>
                  ))}
                </td>
                <td>
                  {mayPromote ? (
                    <span className="row">
                      <StageMark stage={stage} />
                      <select
                        className="input stage-choice"
                        aria-label={`Move v${number} to`}
                        value=""
                        disabled={pending}
                        onChange={(event) => move(number, stage, event.target.value as Stage)}
                      >
                        <option value="" disabled>
                          Move
                        </option>
                        {stages
                          .filter((name) => name !== stage)
                          .map((name) => (
                            <option key={name}>{name}</option>
                          ))}
                      </select>
                    </span>
                  ) : (
                    <StageMark stage={stage} />
                  )}
                </td>
                <td>
                  {run ? (
                    <Link className="t2" href={`/projects/${slug}/runs/${run.uid}`}>
                      {run.name}
                    </Link>
                  ) : (
                    <span className="t3">none here</span>
                  )}
                </td>
                <td className="r">{fixed(run?.metrics.f1, 3)}</td>
                <td className="r">{fixed(run?.metrics.recall, 3)}</td>
                <td className="r t2">{bytes(run?.bytes ?? null)}</td>
                <td className="r t2">{significant(run?.millisecondsPerRow ?? null, 2)}</td>
                <td className="r t2">
                  <Ago at={createdAt} />
                </td>
                <td>
                  <Avatar name={by} small />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
