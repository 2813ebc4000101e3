import Link from "next/link";
import { Ago } from "@/components/ui/ago";
import { ListPages } from "@/components/ui/list-pages";
import { SyntheticChip } from "@/components/ui/synthetic-chip";
import { TableHead } from "@/components/ui/table-head";
import { bytes, integer } from "@/lib/format";
import type { VersionRow } from "@/lib/datasets/queries";
import { sentenceOf } from "@/lib/datasets/recipe";
import { VersionActions } from "./version-actions";

type Props = {
  slug: string;
  dataset: string;
  here: string;
  /** The newest number there is. */
  newest: number;
  rows: VersionRow[];
  next: string | null;
  after: string | undefined;
  total: number;
  mayWrite: boolean;
  mayDelete: boolean;
};

/** The versions of a dataset, newest first. */
export function VersionsView({ slug, dataset, here, newest, rows, next, after, total, ...may }: Props) {
  return (
    <div className="body">
      <section className="sec scroll" role="region" aria-label="Versions" tabIndex={0}>
        <table className="t versions">
          <caption className="sr">Versions</caption>
          <TableHead
            heads={[
              "Version",
              "Made by",
              { label: "Rows", right: true },
              { label: "Columns", right: true },
              { label: "Size", right: true, wide: true },
              { label: "Saved", right: true, wide: true },
              { label: "Compare", right: true, wide: true, spoken: true },
              { label: "Actions", right: true, spoken: true },
            ]}
          />
          <tbody>
            {rows.map((version) => (
              <tr key={version.id}>
                <td>
                  <Link className="name" href={`${here}?version=${version.number}`}>
                    v{version.number}
                  </Link>
                  <SyntheticChip synthetic={version.synthetic} />
                </td>
                <td className="t2 wrap">{madeBy(version)}</td>
                <td className="r">{integer(version.rows)}</td>
                <td className="r">{version.columns.length}</td>
                <td className="r t2 wide">{bytes(version.bytes)}</td>
                <td className="r t2 wide">
                  <Ago at={version.createdAt} />
                </td>
                <td className="r wide">
                  {total > 1 ? (
                    <Link href={`${here}/compare?${pairOf(version.number, newest)}`}>Compare</Link>
                  ) : null}
                </td>
                <td className="r">
                  <VersionActions
                    slug={slug}
                    dataset={dataset}
                    number={version.number}
                    newest={version.number === newest}
                    only={total === 1}
                    {...may}
                  />
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

/** The newest is compared with the one before it, every other with the newest. */
function pairOf(number: number, newest: number): string {
  return number === newest ? `after=${newest}` : `before=${number}&after=${newest}`;
}

function madeBy({ recipe, origin, source }: VersionRow): string {
  if (recipe) return recipe.map(sentenceOf).join("; ");
  if (origin === "synthetic") return `synthesised from ${source}`;
  if (origin === "labels") return `labels of ${source}`;
  return origin === "restore" ? `restored from ${source}` : `${origin}: ${source}`;
}
