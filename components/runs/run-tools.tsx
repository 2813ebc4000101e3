"use client";

import { useRouter } from "next/navigation";
import { startTransition, useOptimistic } from "react";
import type { RunTablePage } from "@/lib/runs/run-table";
import type { RunsSearch } from "@/lib/runs/schema";
import { ColumnChooser } from "./column-chooser";
import { Facets } from "./facets";
import { withSearch } from "./search";

type Props = {
  slug: string;
  experiment: string;
  search: RunsSearch;
  page: Pick<RunTablePage, "columns" | "usual" | "names" | "moreNames">;
};

/**
 * What stands beside the filter: values to choose by a click, and which columns are shown.
 * Boxes are ticked at once; the table follows.
 */
export function RunTools({ slug, experiment, search, page }: Props) {
  const router = useRouter();
  const [filter, showFilter] = useOptimistic(search.filter ?? "");
  const [columns, showColumns] = useOptimistic<readonly string[]>(page.columns);
  return (
    <div className="runs-tools">
      <Facets
        slug={slug}
        experiment={experiment}
        filter={filter}
        onChange={(next) =>
          startTransition(() => {
            showFilter(next);
            router.push(withSearch(search, { filter: next, after: "" }));
          })
        }
      />
      <ColumnChooser
        slug={slug}
        experiment={experiment}
        names={page.names}
        more={page.moreNames}
        chosen={columns}
        onChange={(next) =>
          startTransition(() => {
            showColumns(next ?? page.usual);
            router.replace(withSearch(search, { columns: next }));
          })
        }
      />
    </div>
  );
}
