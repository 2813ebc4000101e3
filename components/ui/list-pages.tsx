import Link from "next/link";
import { integer } from "@/lib/format";

/** `here` is the address of the first page, with or without search parameters. */
type Props = { here: string; after?: string | undefined; next: string | null; shown: number; total: number };

/** The foot of a list that is longer than a page: how much of it is shown, and the ways to the rest. */
export function ListPages({ here, after, next, shown, total }: Props) {
  if (!after && !next) return null;
  return (
    <p className="t-foot">
      <span className="grow num">
        {integer(shown)} of {integer(total)} shown
      </span>
      {after ? <Link href={here}>First page</Link> : null}
      {next ? (
        <Link href={`${here}${here.includes("?") ? "&" : "?"}after=${encodeURIComponent(next)}`}>More</Link>
      ) : null}
    </p>
  );
}
