import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { Empty } from "@/components/ui/empty";
import { ListPages } from "@/components/ui/list-pages";
import { PageHeader } from "@/components/ui/page-header";
import { StageMark } from "@/components/ui/stage-mark";
import { TableHead } from "@/components/ui/table-head";
import { integer } from "@/lib/format";
import type { ProjectRules } from "@/lib/projects/rules";
import type { ModelRow } from "@/lib/registry/queries";
import { RulesButton } from "./rules-button";

type Props = {
  slug: string;
  rows: ModelRow[];
  next: string | null;
  after: string | undefined;
  total: number;
  rules: ProjectRules | null;
};

/** The registered models of a project. */
export function ModelList({ slug, rows, next, after, total, rules }: Props) {
  return (
    <>
      <PageHeader
        title="Models"
        meta={<span className="num">{integer(total)}</span>}
        actions={rules ? <RulesButton slug={slug} rules={rules} /> : null}
      />
      {rows.length === 0 ? (
        <Empty
          title="No models yet"
          actions={
            <Link className="btn primary" href={`/projects/${slug}/experiments`}>
              Choose a run
            </Link>
          }
        >
          A model has versions, each made by a run, and at most one of them in Production. Register the best
          run of an experiment.
        </Empty>
      ) : (
        <div className="body">
          <section className="sec">
            <table className="t">
              <caption className="sr">Models</caption>
              <TableHead
                heads={[
                  "Model",
                  "Production",
                  { label: "Versions", right: true },
                  { label: "Newest", right: true, wide: true },
                ]}
              />
              <tbody>
                {rows.map(({ id, name, versions, versionCount, production }) => (
                  <tr key={id}>
                    <td>
                      <Link className="name" href={`/projects/${slug}/models/${encodeURIComponent(name)}`}>
                        {name}
                      </Link>
                    </td>
                    <td>
                      {production !== null ? (
                        <span className="row">
                          v{production} <StageMark stage="Production" />
                        </span>
                      ) : (
                        <span className="t3">–</span>
                      )}
                    </td>
                    <td className="r">{integer(versionCount)}</td>
                    <td className="r t2 wide">{versions[0] ? <Ago at={versions[0].createdAt} /> : "–"}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <ListPages
            here={`/projects/${slug}/models`}
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
