import { Plus } from "lucide-react";
import Link from "next/link";
import { ErrorNote } from "@/components/ui/error-note";
import { PageHeader } from "@/components/ui/page-header";
import { integer } from "@/lib/format";
import type { RunRow } from "@/lib/runs/queries";
import type { RunsSearch } from "@/lib/runs/schema";
import { RunFilter } from "./run-filter";
import { RunStrip } from "./run-strip";
import { RunTable } from "./run-table";

type Props = {
  slug: string;
  name: string;
  search: RunsSearch;
  runs: RunRow[];
  matching: number;
  total: number;
  next: string | null;
  problem: string | null;
  mayDelete: boolean;
  mayRegister: boolean;
  mayTrain: boolean;
};

export function ExperimentPage({
  slug,
  name,
  search,
  runs,
  matching,
  total,
  next,
  problem,
  mayDelete,
  mayRegister,
  mayTrain,
}: Props) {
  const running = runs.filter(({ status }) => status === "RUNNING" || status === "SCHEDULED").length;
  const here = `/projects/${slug}/experiments/${encodeURIComponent(name)}`;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Experiments", href: `/projects/${slug}/experiments` }]}
        title={name}
        meta={
          <span className="num">
            {integer(total)} {total === 1 ? "run" : "runs"}
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
        <RunStrip
          runs={runs.map(({ uid, name: runName, params, metrics, provenance }) => ({
            uid,
            name: runName,
            params,
            metrics,
            provenance,
          }))}
        />
      ) : null}
      <RunFilter search={search} />
      <ErrorNote message={problem} />
      <RunTable slug={slug} search={search} runs={runs} mayDelete={mayDelete} mayRegister={mayRegister} />
      <p className="t-foot">
        <span className="grow num">
          {integer(runs.length)} of {integer(matching)} that match
        </span>
        {next ? (
          <Link
            href={`?${new URLSearchParams({ ...(search.filter ? { filter: search.filter } : {}), sort: search.sort, order: search.order, after: next })}`}
          >
            More
          </Link>
        ) : null}
        <span className="wide">
          <kbd>J</kbd> <kbd>K</kbd> move <kbd>X</kbd> select <kbd>Enter</kbd> open <kbd>C</kbd> compare
        </span>
      </p>
    </>
  );
}
