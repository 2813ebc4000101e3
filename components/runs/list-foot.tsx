import { ErrorNote } from "@/components/ui/error-note";
import { integer } from "@/lib/format";
import type { ItemCount } from "@/lib/runs/run-items";

type Props = {
  shown: number;
  count: ItemCount;
  searching: boolean;
  next: unknown;
  pending: boolean;
  error: string | null;
  onMore: () => void;
};

/** How much of a list is shown, and the way to the rest of it. */
export function ListFoot({ shown, count, searching, next, pending, error, onMore }: Props) {
  if (next === null && !searching) return <ErrorNote message={error} />;
  return (
    <p className="list-foot t3 s12">
      <span className="num">
        {searching
          ? `${integer(shown)}${next === null ? "" : " or more"} found`
          : `${integer(shown)} of ${countText(count)}`}
      </span>
      {next === null ? null : (
        <button type="button" className="btn quiet" disabled={pending} onClick={onMore}>
          Show more
        </button>
      )}
      <ErrorNote message={error} />
    </p>
  );
}

/** A count as far as it was counted. */
export function countText({ number, more }: ItemCount): string {
  return `${more ? "more than " : ""}${integer(number)}`;
}
