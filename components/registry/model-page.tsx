import { Download } from "lucide-react";
import Link from "next/link";
import { Empty } from "@/components/ui/empty";
import { ListPages } from "@/components/ui/list-pages";
import { PageHeader } from "@/components/ui/page-header";
import { SyntheticChip } from "@/components/ui/synthetic-chip";
import { TableHead } from "@/components/ui/table-head";
import { integer } from "@/lib/format";
import type { Signature } from "@/lib/registry/mlflow-model";
import type { VersionView } from "@/lib/registry/loaders";
import { DeleteVersion } from "./delete-version";
import { ModelLineage } from "./model-lineage";
import { TryIt } from "./try-it";
import { VersionTable } from "./version-table";

type View = "versions" | "signature" | "try";
type Props = {
  slug: string;
  view: View;
  model: { name: string; description: string };
  versions: VersionView[];
  next: string | null;
  after: string | undefined;
  total: number;
  chosen: VersionView | null;
  signature: Signature | null;
  example: { columns: string[]; data: (string | number | boolean | null)[][] } | null;
  kept: boolean;
  source: { number: number; source: string; rows: number; dataset: { name: string } } | null;
  mayPromote: boolean;
  mayPredict: boolean;
};

export function ModelPage({
  slug,
  view,
  model,
  versions,
  next,
  after,
  total,
  chosen,
  signature,
  example,
  source,
  kept,
  mayPromote,
  mayPredict,
}: Props) {
  const here = `/projects/${slug}/models/${encodeURIComponent(model.name)}`;
  if (!chosen) {
    return (
      <>
        <PageHeader crumbs={[{ label: "Models", href: `/projects/${slug}/models` }]} title={model.name} />
        <Empty
          title="No versions yet"
          actions={
            <Link className="btn primary" href={`/projects/${slug}/experiments`}>
              Choose a run
            </Link>
          }
        >
          The name is taken. Register a run’s model under it, here or from a client.
        </Empty>
      </>
    );
  }
  const api = `/projects/${slug}/models/${encodeURIComponent(model.name)}/versions/${chosen.number}`;
  const tab = (label: string, to: View, count?: string) => ({
    label,
    href: `${here}?version=${chosen.number}&view=${to}`,
    current: view === to,
    ...(count ? { count } : {}),
  });
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Models", href: `/projects/${slug}/models` }]}
        title={model.name}
        meta={
          <>
            <span className="chip">v{chosen.number}</span>
            <SyntheticChip synthetic={chosen.synthetic} />
          </>
        }
        actions={
          <>
            {kept ? (
              <a className="btn" href={`/api${api}/download`} download>
                <Download className="i" aria-hidden="true" />
                Download v{chosen.number}
              </a>
            ) : null}
            {mayPromote ? (
              <DeleteVersion
                api={api}
                here={here}
                model={model.name}
                number={chosen.number}
                stage={chosen.stage}
                aliases={chosen.aliases}
              />
            ) : null}
            {mayPredict && signature ? (
              <Link className="btn primary" href={`${here}?version=${chosen.number}&view=try`}>
                Try it
              </Link>
            ) : null}
          </>
        }
        tabs={[
          tab("Versions", "versions", integer(total)),
          tab("Signature", "signature"),
          ...(mayPredict ? [tab("Try it", "try")] : []),
        ]}
      />
      <div className="body two">
        <div className="stack">
          {view === "versions" ? (
            <>
              <VersionTable
                slug={slug}
                model={model.name}
                versions={versions}
                chosen={chosen.number}
                mayPromote={mayPromote}
              />
              <ListPages here={here} after={after} next={next} shown={versions.length} total={total} />
            </>
          ) : null}
          {view === "signature" ? <SignatureTable signature={signature} /> : null}
          {view === "try" && signature && mayPredict ? (
            <TryIt api={api} signature={signature} example={example} />
          ) : null}
        </div>
        <ModelLineage root={`/projects/${slug}`} chosen={chosen} model={model.name} source={source} />
      </div>
    </>
  );
}

function SignatureTable({ signature }: { signature: Signature | null }) {
  if (!signature)
    return (
      <p className="t3">
        This version states no signature. Log the model with one, and callers see what to send.
      </p>
    );
  return (
    <section className="sec" aria-labelledby="h-signature">
      <div className="sec-head">
        <h2 id="h-signature">Signature</h2>
      </div>
      <table className="t">
        <caption className="sr">Inputs</caption>
        <TableHead heads={["Input", "Type", "May be missing"]} />
        <tbody>
          {signature.inputs.map(({ name, type, required }) => (
            <tr key={name}>
              <td className="name">{name}</td>
              <td className="mono t2">{type}</td>
              <td className="t2">{required ? "no" : "yes"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
