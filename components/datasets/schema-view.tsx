import { TableHead } from "@/components/ui/table-head";
import type { Version } from "@/lib/datasets/queries";
import { bytes } from "@/lib/format";
import { RecipeCode } from "./recipe-code";
import { TypeIcon } from "./type-icon";

export function SchemaView({ slug, version }: { slug: string; version: Version }) {
  const { name: dataset } = version.dataset;
  return (
    <div className="body two">
      <section className="sec">
        <table className="t">
          <caption className="sr">Columns</caption>
          <TableHead heads={["Column", "Type"]} />
          <tbody>
            {version.columns.map(({ name, type }) => (
              <tr key={name}>
                <td className="name">{name}</td>
                <td>
                  <span className="row t2">
                    <TypeIcon type={type} />
                    {type}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div>
        <dl className="dl">
          <dt>Stored as</dt>
          <dd>Parquet, {bytes(version.bytes)}</dd>
          <dt>SHA-256</dt>
          <dd className="mono hash">{version.sha256}</dd>
          <dt>From</dt>
          <dd>{version.source}</dd>
        </dl>
        {version.recipe ? (
          <RecipeCode
            api={`/projects/${slug}/datasets/${encodeURIComponent(dataset)}/versions/${version.number}`}
          />
        ) : null}
      </div>
    </div>
  );
}
