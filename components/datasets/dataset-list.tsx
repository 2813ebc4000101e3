import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { PageHeader } from "@/components/ui/page-header";
import { SyntheticChip } from "@/components/ui/synthetic-chip";
import { TableHead } from "@/components/ui/table-head";
import { ListPages } from "@/components/ui/list-pages";
import { bytes, counted, integer } from "@/lib/format";
import type { DatasetRow } from "@/lib/datasets/queries";
import type { Source } from "@/lib/sources/queries";
import { UnfetchedList } from "../sources/unfetched-list";
import { AddData } from "./add-data";
import { DatasetJobs, type OpenDatasetJobs } from "./dataset-jobs";

type Props = {
  slug: string;
  rows: DatasetRow[];
  next: string | null;
  after: string | undefined;
  total: number;
  mayWrite: boolean;
  underWay: OpenDatasetJobs;
  unfetched: Source[];
};

/** The datasets of a project, and ways to add one. */
export function DatasetList({ slug, rows, next, after, total, mayWrite, underWay, unfetched }: Props) {
  return (
    <>
      <PageHeader title="Data" meta={<span className="num">{counted(total, "dataset")}</span>} />
      <div className="body stack">
        {rows.length > 0 ? (
          <>
            <DatasetTable slug={slug} datasets={rows} />
            <ListPages
              here={`/projects/${slug}/data`}
              after={after}
              next={next}
              shown={rows.length}
              total={total}
            />
          </>
        ) : (
          <p className="t2 prose">
            A dataset is a table with versions that never change. Upload a file, or begin with near-earth
            objects.
          </p>
        )}
        <DatasetJobs slug={slug} {...underWay} />
        <UnfetchedList slug={slug} sources={unfetched} />
        {mayWrite ? <AddData slug={slug} /> : null}
      </div>
    </>
  );
}

function DatasetTable({ slug, datasets }: { slug: string; datasets: DatasetRow[] }) {
  return (
    <section className="sec">
      <table className="t">
        <caption className="sr">Datasets</caption>
        <TableHead
          heads={[
            "Dataset",
            "Version",
            { label: "Rows", right: true },
            { label: "Columns", right: true, wide: true },
            { label: "Size", right: true, wide: true },
            { label: "From", wide: true },
            { label: "Saved", right: true, wide: true },
          ]}
        />
        <tbody>
          {datasets.map((dataset) => (
            <tr key={dataset.id}>
              <td>
                <Link className="name" href={`/projects/${slug}/data/${encodeURIComponent(dataset.name)}`}>
                  {dataset.name}
                </Link>
                {dataset.simulated ? <span className="chip simulated ml-2">simulated</span> : null}
                <SyntheticChip synthetic={dataset.synthetic} />
              </td>
              <td className="t2">v{dataset.number}</td>
              <td className="r">{integer(dataset.rows)}</td>
              <td className="r wide">{dataset.columns}</td>
              <td className="r t2 wide">{bytes(dataset.bytes)}</td>
              <td className="t2 wide clip source-cell">{dataset.source}</td>
              <td className="r t2 wide">
                <Ago at={dataset.createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
