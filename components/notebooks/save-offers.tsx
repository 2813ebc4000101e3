import Link from "next/link";
import { Save } from "lucide-react";
import { ErrorNote } from "@/components/ui/error-note";
import { integer } from "@/lib/format";
import type { Offered } from "@/lib/notebooks/cell-state";

type Props = {
  slug: string;
  offers: readonly Offered[];
  /** Whether who looks may save datasets. */
  maySave: boolean;
  onSave: (offer: Offered) => void;
};

/** Tables that a cell would save: each is stored when its button is clicked, and not before. */
export function SaveOffers({ slug, offers, maySave, onSave }: Props) {
  if (offers.length === 0) return null;
  return (
    <ul className="offers" aria-label="Tables to save">
      {offers.map((offer) => (
        <li key={offer.n}>
          {typeof offer.saving === "object" ? (
            <p className="note" role="status">
              Saved{" "}
              <Link
                href={
                  `/projects/${slug}/data/${encodeURIComponent(offer.saving.name)}` +
                  `?version=${offer.saving.number}`
                }
              >
                {offer.saving.name} v{offer.saving.number}
              </Link>
              : {integer(offer.saving.rows)} rows × {offer.saving.columns} columns
            </p>
          ) : maySave ? (
            <button
              type="button"
              className="btn"
              disabled={offer.saving === "now"}
              onClick={() => onSave(offer)}
            >
              <Save className="i" aria-hidden="true" />
              {offer.saving === "now" ? "Saving …" : `Save ${sizeOf(offer)} as ${offer.name}`}
            </button>
          ) : (
            <p className="t3 s12">
              {sizeOf(offer)} for {offer.name}: your role does not save datasets.
            </p>
          )}
          <ErrorNote message={offer.message} />
        </li>
      ))}
    </ul>
  );
}

function sizeOf({ rows, columns }: Offered): string {
  return `${integer(rows)} rows × ${integer(columns)} columns`;
}
