import { Lock } from "lucide-react";
import { maskWords } from "@/lib/datasets/mask";
import type { MaskedFor } from "@/lib/datasets/shown";

/** A lock beside a masked column, with the words for who sees it. */
export function MaskedMark({ mask, words = false }: { mask: MaskedFor; words?: boolean }) {
  const said = `${maskWords(mask)}${mask.inherited && !mask.own ? ", as what it was made of" : ""}`;
  return (
    <span className="row t2" title={said}>
      <Lock className="i i-14 t3" role="img" aria-label={words ? "Masked" : `Masked: ${said}`} />
      {words ? <span>{said}</span> : null}
    </span>
  );
}

/** The mask of a column that holds for the reader. */
export function maskForYou(masks: readonly MaskedFor[], column: string): MaskedFor | undefined {
  return masks.find(({ name, forYou }) => forYou && name === column);
}

/** Which columns are masked for the reader, in one line above what shows them; nothing where none is. */
export function MaskedNote({ masks }: { masks: readonly MaskedFor[] }) {
  const hidden = masks.filter(({ forYou }) => forYou);
  if (hidden.length === 0) return null;
  const named = hidden.slice(0, 5).map(({ name }) => name);
  const more = hidden.length > named.length ? ` and ${hidden.length - named.length} more` : "";
  return (
    <p className="dataset-note row">
      <Lock className="i i-14 t3" aria-hidden="true" />
      <span>
        Masked for you: {named.join(", ")}
        {more}. Rows cannot be found, sorted or grouped by {hidden.length === 1 ? "it" : "them"}.
      </span>
    </p>
  );
}
