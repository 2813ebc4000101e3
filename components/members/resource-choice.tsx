"use client";

import { useEffect, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import { Field } from "@/components/ui/field";
import type { ScopedKind } from "@/lib/auth/resources";
import type { SearchAnswer, SearchTarget } from "@/lib/projects/search";

type Props = {
  slug: string;
  kind: ScopedKind;
  chosen: SearchTarget | null;
  onChoose: (target: SearchTarget) => void;
};

/** A resource of one kind, found by a part of its name; the newest where nothing is typed. */
export function ResourceChoice({ slug, kind, chosen, onChoose }: Props) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<SearchTarget[]>([]);

  useEffect(() => {
    let isCurrent = true;
    void callApi<SearchAnswer>("GET", `/projects/${slug}/search?q=${encodeURIComponent(text.trim())}`).then(
      (answer) => {
        if (isCurrent && answer.ok) setFound(answer.value.targets.filter((target) => target.kind === kind));
      },
    );
    return () => void (isCurrent = false);
  }, [slug, kind, text]);

  return (
    <>
      <Field label="Find by name" value={text} onChange={(event) => setText(event.target.value)} />
      <div className="field">
        <label htmlFor="grant-resource">Resource</label>
        <select
          id="grant-resource"
          className="input"
          value={chosen?.key ?? ""}
          onChange={(event) => {
            const target = found.find(({ key }) => key === event.target.value);
            if (target) onChoose(target);
          }}
        >
          <option value="" disabled>
            {found.length === 0 ? "No results" : `Choose a ${kind}`}
          </option>
          {[...found, ...(chosen && !found.some(({ key }) => key === chosen.key) ? [chosen] : [])].map(
            ({ key, name }) => (
              <option key={key} value={key}>
                {name}
              </option>
            ),
          )}
        </select>
      </div>
    </>
  );
}
