import { Plus } from "lucide-react";
import Link from "next/link";
import { PageHeader } from "@/components/ui/page-header";
import { integer } from "@/lib/format";
import type { Interval } from "@/lib/runs/f1-intervals";
import type { FilterProblem } from "@/lib/runs/loaders";
import type { RunTablePage } from "@/lib/runs/run-table";
import type { RunsSearch } from "@/lib/runs/schema";
import { TextFault } from "@/components/ui/text-fault";
import { FilterNotes } from "./filter-notes";
import { RunFilter } from "./run-filter";
import { RunStrip } from "./run-strip";
import { RunTable } from "./run-table";
import { RunTools } from "./run-tools";
import { withSearch } from "./search";

type Props = {
  slug: string;
  name: string;
  search: RunsSearch;
  page: RunTablePage & { problem: FilterProblem | null };
  intervals: Readonly<Record<string, Interval>>;
  mayDelete: boolean;
  mayRemove: boolean;
  mayRegister: boolean;
  mayTrain: boolean;
};

/** The runs of an experiment: charts where they mean something, a filter, a table. */
export function ExperimentPage({
  slug,
  name,
  search,
  page,
  intervals,
  mayDelete,
  mayRemove,
  mayRegister,
  mayTrain,
}: Props) {
  const { runs, problem, atLeast } = page;
  const running = runs.filter(({ status }) => status === "RUNNING" || status === "SCHEDULED").length;
  const here = `/projects/${slug}/experiments/${encodeURIComponent(name)}`;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Experiments", href: `/projects/${slug}/experiments` }]}
        title={name}
        meta={
          <span className="num">
            {atLeast.total ? "more than " : ""}
            {integer(page.total)} {page.total === 1 ? "run" : "runs"}
            {running > 0 ? `, ${running} running` : ""}
          </span>
        }
        actions={
          mayTrain ? (
            <Link
              className="btn primary"
              aria-keyshortcuts="N"
              href={`/projects/${slug}/train?experiment=${encodeURIComponent(name)}`}
            >
              <Plus className="i" aria-hidden="true" />
              New run
            </Link>
          ) : null
        }
        tabs={[
          { label: "Runs", href: here, current: !search.deleted },
          { label: "Deleted", href: `${here}?deleted=true`, current: search.deleted },
        ]}
      />
      {runs.length > 1 && !search.deleted ? (
        <RunStrip runs={runs} taken={page.metrics} intervals={intervals} />
      ) : null}
      <div className="filter-row">
        <RunFilter slug={slug} experiment={name} search={search} />
        <RunTools slug={slug} experiment={name} search={search} page={page} />
      </div>
      {problem ? (
        <TextFault text={search.filter ?? ""} message={problem.message} at={problem.at} />
      ) : (
        <FilterNotes taken={page.taken} unknown={page.unknown} />
      )}
      <RunTable
        slug={slug}
        search={search}
        runs={runs}
        columns={page.columns}
        sorted={page.sorted}
        taken={page.metrics}
        mayDelete={mayDelete}
        mayRemove={mayRemove}
        mayRegister={mayRegister}
      />
      <p className="t-foot">
        <span className="grow num">
          {integer(runs.length)} of {atLeast.matching ? "at least " : ""}
          {integer(page.matching)} that match
        </span>
        {search.after ? <Link href={withSearch(search, { after: "" })}>First page</Link> : null}
        {page.next ? <Link href={withSearch(search, { after: page.next })}>More</Link> : null}
        <span className="wide">
          <kbd>J</kbd> <kbd>K</kbd> move <kbd>X</kbd> select <kbd>Enter</kbd> open <kbd>C</kbd> compare
        </span>
      </p>
    </>
  );
}
