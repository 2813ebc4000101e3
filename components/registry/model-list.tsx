import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { Empty } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { StageMark } from "@/components/ui/stage-mark";
import { TableHead } from "@/components/ui/table-head";
import { integer } from "@/lib/format";
import type { ProjectRules } from "@/lib/projects/rules";
import type { listModels } from "@/lib/registry/queries";
import type { Stage } from "@/lib/registry/stage";
import { RulesButton } from "./rules-button";

type Props = { slug: string; models: Awaited<ReturnType<typeof listModels>>; rules: ProjectRules | null };

export function ModelList({ slug, models, rules }: Props) {
  return (
    <>
      <PageHeader
        title="Models"
        meta={<span className="num">{integer(models.length)}</span>}
        actions={rules ? <RulesButton slug={slug} rules={rules} /> : null}
      />
      {models.length === 0 ? (
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
                {models.map(({ id, name, versions }) => {
                  const production = versions.find(({ stage }) => stage === "Production");
                  return (
                    <tr key={id}>
                      <td>
                        <Link className="name" href={`/projects/${slug}/models/${encodeURIComponent(name)}`}>
                          {name}
                        </Link>
                      </td>
                      <td>
                        {production ? (
                          <span className="row">
                            v{production.number} <StageMark stage={production.stage as Stage} />
                          </span>
                        ) : (
                          <span className="t3">–</span>
                        )}
                      </td>
                      <td className="r">{versions.length}</td>
                      <td className="r t2 wide">{versions[0] ? <Ago at={versions[0].createdAt} /> : "–"}</td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </section>
        </div>
      )}
    </>
  );
}
