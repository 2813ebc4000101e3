import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { ListPages } from "@/components/ui/list-pages";
import { TableHead } from "@/components/ui/table-head";
import { bytes, integer } from "@/lib/format";
import type { VersionRow } from "@/lib/datasets/queries";
import { sentenceOf } from "@/lib/datasets/recipe";

type Props = {
  here: string;
  rows: VersionRow[];
  next: string | null;
  after: string | undefined;
  total: number;
};

/** The versions of a dataset, newest first. */
export function VersionsView({ here, rows, next, after, total }: Props) {
  return (
    <div className="body">
      <section className="sec scroll" role="region" aria-label="Versions" tabIndex={0}>
        <table className="t">
          <caption className="sr">Versions</caption>
          <TableHead
            heads={[
              "Version",
              "Made by",
              { label: "Rows", right: true },
              { label: "Columns", right: true },
              { label: "Size", right: true, wide: true },
              { label: "Saved", right: true, wide: true },
            ]}
          />
          <tbody>
            {rows.map((version) => (
              <tr key={version.id}>
                <td>
                  <Link className="name" href={`${here}?version=${version.number}`}>
                    v{version.number}
                  </Link>
                </td>
                <td className="t2 wrap">
                  {version.recipe
                    ? version.recipe.map(sentenceOf).join("; ")
                    : `${version.origin}: ${version.source}`}
                </td>
                <td className="r">{integer(version.rows)}</td>
                <td className="r">{version.columns.length}</td>
                <td className="r t2 wide">{bytes(version.bytes)}</td>
                <td className="r t2 wide">
                  <Ago at={version.createdAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <ListPages here={`${here}?view=versions`} after={after} next={next} shown={rows.length} total={total} />
    </div>
  );
}
