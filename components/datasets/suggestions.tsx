"use client";

import { useRouter } from "next/navigation";
import { ErrorNote } from "@/components/ui/error-note";
import { useAnswer } from "@/components/ui/use-answer";
import { useSubmit } from "@/components/ui/submit";
import { entryOf, type Dictionary } from "@/lib/datasets/dictionary";
import { suggestionsOf, type Suggestion } from "@/lib/datasets/expectations";
import type { Profile } from "@/lib/datasets/profile";
import { integer } from "@/lib/format";

const shown = 12;

/** What the figures of this version suggest to say of its columns; one click says it. */
export function Suggestions({
  api,
  versionApi,
  dictionary,
}: {
  api: string;
  versionApi: string;
  dictionary: Dictionary;
}) {
  const router = useRouter();
  const { value, error } = useAnswer<Profile>(`${versionApi}/profile`);
  const { pending, error: refused, submit } = useSubmit();
  const suggestions = value ? suggestionsOf(value, dictionary) : [];
  async function take({ column, change }: Suggestion) {
    const entry = { ...entryOf(dictionary, column), ...change };
    if (await submit("PATCH", `${api}/dictionary`, { columns: [entry] })) router.refresh();
  }
  return (
    <section className="sec" aria-labelledby="h-suggested">
      <div className="sec-head">
        <h2 id="h-suggested">Suggested</h2>
        {value ? <span className="t3 s12 num">{integer(suggestions.length)}</span> : null}
      </div>
      <ErrorNote message={refused ?? error} />
      {value && suggestions.length === 0 ? <p className="t3">Nothing more.</p> : null}
      <ul className="findings plain">
        {suggestions.slice(0, shown).map((suggestion) => (
          <li key={`${suggestion.column} ${suggestion.text}`}>
            <div>
              {suggestion.column}
              <small>{suggestion.text}</small>
            </div>
            <button
              type="button"
              className="btn-link"
              disabled={pending}
              aria-label={`Add: ${suggestion.column} ${suggestion.text}`}
              onClick={() => void take(suggestion)}
            >
              Add
            </button>
          </li>
        ))}
      </ul>
      {suggestions.length > shown ? (
        <p className="t3 s12 num">The first {shown} are shown; the others follow.</p>
      ) : null}
    </section>
  );
}
