import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { ListPages } from "@/components/ui/list-pages";
import { StatusMark } from "@/components/ui/status-mark";
import { TableHead } from "@/components/ui/table-head";
import type { Lineage } from "@/lib/datasets/loaders";
import type { Ancestor } from "@/lib/datasets/version-lineage";
import { integer } from "@/lib/format";

type Props = { root: string; here: string; number: number; lineage: Lineage };

/** What a version was made from, back to the files, and what was made of it: versions, runs, models. */
export function LineageView({ root, here, number, lineage }: Props) {
  const page = (of: "versions" | "runs") => `${here}?version=${number}&view=lineage&of=${of}`;
  return (
    <div className="body stack">
      <MadeFrom root={root} {...lineage.from} />
      <MadeInto root={root} here={page("versions")} {...lineage.versions} />
      <TrainedOn root={root} here={page("runs")} {...lineage.runs} />
    </div>
  );
}

function MadeFrom({ root, ancestors, cut }: Lineage["from"] & { root: string }) {
  return (
    <section className="sec scroll" aria-labelledby="h-from">
      <div className="sec-head">
        <h2 id="h-from">Made from</h2>
      </div>
      {ancestors.length === 0 ? <p className="t3">Nothing that is kept here.</p> : null}
      {ancestors.length > 0 ? (
        <table className="t">
          <caption className="sr">Made from, the nearest first</caption>
          <TableHead
            heads={["From", "How", { label: "Steps back", right: true }, { label: "Rows", right: true }]}
          />
          <tbody>
            {ancestors.map((ancestor, i) => (
              <tr key={i}>
                <td>
                  <AncestorName root={root} ancestor={ancestor} />
                </td>
                <td className="t2 wrap">{ancestor.how}</td>
                <td className="r">{ancestor.depth}</td>
                <td className="r">{ancestor.kind === "dataset" ? integer(ancestor.rows) : "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {cut ? <p className="t-foot">There is more further back than is shown here.</p> : null}
    </section>
  );
}

function AncestorName({ root, ancestor }: { root: string; ancestor: Ancestor }) {
  if (ancestor.kind === "hidden") return <span className="t3">a dataset that you may not read</span>;
  if (ancestor.kind === "file")
    return (
      <>
        {ancestor.fileName ?? "a file"} <span className="t3 mono">{ancestor.sha256.slice(0, 8)}</span>
      </>
    );
  if (ancestor.kind === "label-task")
    return (
      <Link
        className="name"
        href={`${root}/data/${encodeURIComponent(ancestor.dataset)}/labels/${ancestor.id}`}
      >
        {ancestor.name} <span className="t3">labels</span>
      </Link>
    );
  const { name, number } = ancestor;
  return (
    <Link className="name" href={`${root}/data/${encodeURIComponent(name)}?version=${number}`}>
      {name} v{number}
    </Link>
  );
}

type PageOf<Key extends "versions" | "runs"> = Lineage[Key] & { root: string; here: string };

function MadeInto({ root, here, rows, next, after, total }: PageOf<"versions">) {
  return (
    <section className="sec scroll" aria-labelledby="h-versions">
      <div className="sec-head">
        <h2 id="h-versions">Versions made from it</h2>
        <span className="t3 s12 num">{integer(total)}</span>
      </div>
      {total === 0 ? <p className="t3">None yet.</p> : null}
      {rows.length > 0 ? (
        <table className="t">
          <caption className="sr">Versions made from it</caption>
          <TableHead
            heads={[
              "Version",
              "How",
              { label: "Rows", right: true },
              { label: "Saved", right: true, wide: true },
            ]}
          />
          <tbody>
            {rows.map(({ name, number, how, rows: count, at }) => (
              <tr key={`${name} ${number}`}>
                <td>
                  <Link className="name" href={`${root}/data/${encodeURIComponent(name)}?version=${number}`}>
                    {name} v{number}
                  </Link>
                </td>
                <td className="t2 wrap">{how}</td>
                <td className="r">{integer(count)}</td>
                <td className="r t2 wide">
                  <Ago at={at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <ListPages here={here} after={after} next={next} shown={rows.length} total={total} />
    </section>
  );
}

function TrainedOn({ root, here, rows, next, after, total }: PageOf<"runs">) {
  return (
    <section className="sec scroll" aria-labelledby="h-runs">
      <div className="sec-head">
        <h2 id="h-runs">Runs trained on it, and their models</h2>
        <span className="t3 s12 num">{integer(total)}</span>
      </div>
      {total === 0 ? <p className="t3">None yet.</p> : null}
      {rows.length > 0 ? (
        <table className="t">
          <caption className="sr">Runs trained on it</caption>
          <TableHead heads={["Run", "State", "Experiment", "Models"]} />
          <tbody>
            {rows.map(({ uid, name, status, deleted, experiment, models }) => (
              <tr key={uid}>
                <td>
                  <Link className="name" href={`${root}/runs/${uid}`}>
                    {name}
                  </Link>
                  {deleted ? <span className="chip mini">deleted</span> : null}
                </td>
                <td>
                  <StatusMark status={status} />
                </td>
                <td className="t2">
                  <Link href={`${root}/experiments/${encodeURIComponent(experiment)}`}>{experiment}</Link>
                </td>
                <td>
                  {models.map((model) => (
                    <Link
                      key={`${model.name} ${model.number}`}
                      className="mr-3"
                      href={`${root}/models/${encodeURIComponent(model.name)}?version=${model.number}`}
                    >
                      {model.name} v{model.number}
                      {model.stage === "None" ? "" : `, ${model.stage}`}
                    </Link>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <ListPages here={here} after={after} next={next} shown={rows.length} total={total} />
    </section>
  );
}
