"use client";

import { useRouter } from "next/navigation";
import type { RunTablePage } from "@/lib/runs/run-table";
import type { RunsSearch } from "@/lib/runs/schema";
import { ColumnChooser } from "./column-chooser";
import { Facets } from "./facets";
import { withSearch } from "./search";

type Props = {
  slug: string;
  experiment: string;
  search: RunsSearch;
  page: Pick<RunTablePage, "columns" | "names" | "moreNames">;
};

/** What stands beside the filter: values to choose by a click, and which columns are shown. */
export function RunTools({ slug, experiment, search, page }: Props) {
  const router = useRouter();
  return (
    <div className="runs-tools">
      <Facets
        slug={slug}
        experiment={experiment}
        filter={search.filter ?? ""}
        onChange={(filter) => router.push(withSearch(search, { filter, after: "" }))}
      />
      <ColumnChooser
        slug={slug}
        experiment={experiment}
        names={page.names}
        more={page.moreNames}
        chosen={page.columns}
        onChange={(columns) => router.replace(withSearch(search, { columns }))}
      />
    </div>
  );
}
