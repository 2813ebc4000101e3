"use client";

import { Search } from "lucide-react";
import { useEffect, useState, type KeyboardEvent } from "react";
import { callApi } from "@/components/ui/call-api";
import type { SearchAnswer } from "@/lib/projects/search";
import { commandsOf, linkOf, type Choice } from "./palette-targets";

type Props = { slug: string; onChoose: (act: Choice["act"]) => void };
type Found = { query: string; choices: Choice[]; note: string | null };
const shown = 40;

/**
 * The palette's field, and what fits it: places and commands at once,
 * things of the project as the server finds them.
 */
export function PaletteChoices({ slug, onChoose }: Props) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const asked = query.trim();
  const found = useFound(slug, asked);

  const waiting = found.query !== asked;
  const fits = ({ label }: Choice) => label.toLowerCase().includes(asked.toLowerCase());
  // Enter never takes what no longer fits
  const things = waiting ? found.choices.filter(fits) : found.choices;
  const choices = [...commandsOf(slug).filter(fits), ...things].slice(0, shown);
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = choices[at];
    if (event.key === "ArrowDown") setAt(Math.min(choices.length - 1, at + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
    else if (event.key === "Enter" && chosen) onChoose(chosen.act);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="q">
        <Search className="i" aria-hidden="true" />
        <input
          className="grow bare"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={choices[at] ? `palette-${at}` : undefined}
          aria-label="Search"
          autoFocus
          maxLength={200}
          value={query}
          onChange={(event) => (setQuery(event.target.value), setAt(0))}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <ul role="listbox" id="palette-list" aria-label="Results" aria-busy={waiting}>
        {choices.map(({ label, hint, act }, i) => (
          <li
            key={`${hint} ${typeof act === "string" ? act : label}`}
            id={`palette-${i}`}
            role="option"
            aria-selected={i === at}
            ref={i === at ? intoView : undefined}
            onMouseMove={() => setAt(i)}
            onClick={() => onChoose(act)}
          >
            <span className="clip">{label}</span>
            <small className="clip">{hint}</small>
          </li>
        ))}
      </ul>
      <p className="palette-none" role="status">
        {choices.length === 0 ? (waiting ? "Searching …" : "No results.") : found.note}
      </p>
    </>
  );
}

function intoView(line: HTMLLIElement | null): void {
  line?.scrollIntoView({ block: "nearest" });
}

/** What the server finds for a text; while a newer text is asked, what the last one found. */
function useFound(slug: string, query: string): Found {
  const [found, setFound] = useState<Found>({ query: "", choices: [], note: null });
  useEffect(() => {
    let gone = false;
    const path = `/projects/${slug}/search?q=${encodeURIComponent(query)}`;
    void callApi<SearchAnswer>("GET", path).then((answer) => {
      if (gone) return;
      if (!answer.ok) return setFound({ query, choices: [], note: answer.message });
      const { targets, more } = answer.value;
      const note = more ? "There are more results: type more of the name." : null;
      setFound({ query, choices: targets.map((target) => linkOf(slug, target)), note });
    });
    return () => {
      gone = true;
    };
  }, [slug, query]);
  return found;
}
