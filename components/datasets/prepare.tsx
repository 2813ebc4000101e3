"use client";

import { useState } from "react";
import { FollowedJob } from "@/components/jobs/followed-job";
import { Ago } from "@/components/ui/ago";
import { PageHeader } from "@/components/ui/page-header";
import { ErrorNote } from "@/components/ui/error-note";
import type { Step } from "@/lib/datasets/recipe";
import { integer } from "@/lib/format";
import type { ColumnSchema } from "@/lib/frame/frame";
import { Facets, withFacet } from "./facets";
import { RecipePreview } from "./recipe-preview";
import { RecipeSteps, type Editing } from "./recipe-steps";
import { useCellEdit } from "./use-cell-edit";
import { useRecipe } from "./use-recipe";
import { useSaveRecipe } from "./use-save-recipe";

type Props = {
  slug: string;
  dataset: string;
  version: number;
  columns: ColumnSchema[];
  rows: number;
  first: Step[];
  mayWrite: boolean;
};

/** A recipe: its steps at the left, at the right what they make of the rows. */
export function Prepare({ slug, dataset, version, columns, rows, first, mayWrite }: Props) {
  const recipe = useRecipe({ slug, dataset, version, columns, rows, first });
  const [editing, setEditing] = useState<Editing | null>(null);
  const { steps, preview, problem } = recipe;
  const cell = useCellEdit(recipe);
  const { job, failed, saving, error, save } = useSaveRecipe(slug, recipe);
  const blocked = preview?.facts.some(({ facts }) => facts.some(({ blocks }) => blocks)) ?? false;
  const counted = preview?.first === null;
  /** Writes a step for the rows that the facets keep; the step says now which those are. */
  function beginWith(where: string) {
    const next = { at: recipe.shown, step: null, begin: { where, facets: recipe.facets } };
    setEditing(next);
    recipe.setFacets([]);
    recipe.try(next);
  }

  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Data", href: `/projects/${slug}/data` },
          {
            label: `${dataset} v${version}`,
            href: `/projects/${slug}/data/${encodeURIComponent(dataset)}?version=${version}`,
          },
        ]}
        title={`Prepare ${dataset}`}
        meta={
          <span className="num">
            from v{version}, {integer(rows)} rows × {columns.length} columns
          </span>
        }
        actions={
          mayWrite ? (
            <button
              type="button"
              className="btn primary"
              disabled={
                saving ||
                steps.length === 0 ||
                recipe.trial !== null ||
                problem !== null ||
                (counted && blocked)
              }
              onClick={save}
            >
              {saving ? "Saving …" : "Save as next version"}
            </button>
          ) : null
        }
      />
      <div className="prepare">
        <div>
          <ErrorNote message={error} />
          {recipe.continued ? (
            <p className="note" role="status">
              Goes on from your draft of <Ago at={recipe.continued} />.{" "}
              <button type="button" className="btn-link" onClick={recipe.startOver}>
                Start over
              </button>
            </p>
          ) : null}
          {job ? <FollowedJob slug={slug} id={job} onMade={recipe.dropDraft} onFailed={failed} /> : null}
          <RecipeSteps recipe={recipe} editing={editing} onEdit={setEditing} />
          <Facets recipe={recipe} onBegin={beginWith} />
        </div>
        <RecipePreview
          {...recipe}
          problem={problem ?? cell.error}
          rows={rows}
          onEdit={recipe.trial === null ? (...change) => void cell.edit(...change) : null}
          onColumn={(name) => recipe.setFacets(withFacet(recipe, name))}
        />
      </div>
    </>
  );
}
