import { Play } from "lucide-react";
import Link from "next/link";
import { TransferButton } from "@/components/jobs/transfer-button";
import { Ago } from "@/components/ui/ago";
import { Empty } from "@/components/ui/empty";
import { ListPages } from "@/components/ui/list-pages";
import { PageHeader } from "@/components/ui/page-header";
import { StatusMark } from "@/components/ui/status-mark";
import { TableHead } from "@/components/ui/table-head";
import { integer } from "@/lib/format";
import type { ExperimentRow } from "@/lib/experiments/queries";

type Props = {
  slug: string;
  rows: ExperimentRow[];
  next: string | null;
  after: string | undefined;
  total: number;
  mayTrain: boolean;
  mayTransfer: boolean;
};

export function ExperimentList({ slug, rows, next, after, total, mayTrain, mayTransfer }: Props) {
  const train = mayTrain ? (
    <Link className="btn primary" aria-keyshortcuts="N" href={`/projects/${slug}/train`}>
      <Play className="i" aria-hidden="true" />
      Train
    </Link>
  ) : null;
  const actions = (
    <>
      {mayTransfer ? <TransferButton slug={slug} /> : null}
      {train}
    </>
  );
  return (
    <>
      <PageHeader
        title="Experiments"
        meta={<span className="num">{integer(total)}</span>}
        actions={rows.length > 0 ? actions : null}
      />
      {rows.length === 0 ? (
        <Empty title="No experiments yet" actions={actions}>
          An experiment groups runs that try to answer one question. Training on a dataset makes the first;
          those of an MLflow server can be brought here.
        </Empty>
      ) : (
        <div className="body">
          <section className="sec">
            <table className="t">
              <caption className="sr">Experiments</caption>
              <TableHead
                heads={[
                  "Experiment",
                  { label: "Runs", right: true },
                  "Last run",
                  { label: "Since", right: true, wide: true },
                ]}
              />
              <tbody>
                {rows.map(({ id, name, createdAt, _count, runs: [last] }) => (
                  <tr key={id}>
                    <td>
                      <Link
                        className="name"
                        href={`/projects/${slug}/experiments/${encodeURIComponent(name)}`}
                      >
                        {name}
                      </Link>
                    </td>
                    <td className="r">{integer(_count.runs)}</td>
                    <td className="t2">
                      {last ? (
                        <span className="row">
                          <StatusMark status={last.status} />
                          <Ago at={new Date(Number(last.startTime))} />
                        </span>
                      ) : (
                        "–"
                      )}
                    </td>
                    <td className="r t2 wide">
                      <Ago at={createdAt} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <ListPages
            here={`/projects/${slug}/experiments`}
            after={after}
            next={next}
            shown={rows.length}
            total={total}
          />
        </div>
      )}
    </>
  );
}
