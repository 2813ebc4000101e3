"use client";

import { useEffect, useState } from "react";
import { answerOf } from "@/components/ui/call-api";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorNote } from "@/components/ui/error-note";

const languages = {
  sql: "SQL (DuckDB)",
  pandas: "Python (pandas)",
  typescript: "TypeScript (row by row)",
} as const;
type Language = keyof typeof languages;
type Shown = { language: Language; code: string; error: string | null };

/** What stands behind a recipe in TypeScript: the product's functions, in one long line. */
const runtime = /\n"use strict";var runtime=.*/s;

/** The recipe of a version as code, to be copied. */
export function RecipeCode({ api }: { api: string }) {
  const [language, setLanguage] = useState<Language | null>(null);
  const shown = useCode(api, language);
  const isShown = shown !== null && shown.language === language;
  return (
    <section className="sec mt-3" aria-labelledby="recipe-code">
      <div className="sec-head">
        <h2 id="recipe-code">Show as code</h2>
        <span className="t3 s12">The recipe that made this version</span>
      </div>
      <div className="languages" role="group" aria-label="Language">
        {(Object.keys(languages) as Language[]).map((one) => (
          <button
            key={one}
            type="button"
            className={`btn${one === language ? " primary" : ""}`}
            aria-pressed={one === language}
            onClick={() => setLanguage(one === language ? null : one)}
          >
            {languages[one]}
          </button>
        ))}
      </div>
      {isShown ? <ErrorNote message={shown.error} /> : null}
      {isShown && shown.error === null ? (
        <>
          <pre className="code mt-2" tabIndex={0} aria-label={`Recipe in ${languages[shown.language]}`}>
            {shown.code.replace(runtime, "\n// … the functions that are called; they are copied, too")}
          </pre>
          <div className="row mt-2">
            <CopyButton key={shown.language} text={shown.code} label="Copy all" />
          </div>
        </>
      ) : null}
    </section>
  );
}

function useCode(api: string, language: Language | null): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    if (language === null) return;
    const leaving = new AbortController();
    void fetchCode(`/api${api}/recipe?format=${language}`, leaving.signal).then((found) => {
      if (!leaving.signal.aborted) setShown({ language, ...found });
    });
    return () => leaving.abort();
  }, [api, language]);
  return shown;
}

async function fetchCode(path: string, signal: AbortSignal): Promise<Omit<Shown, "language">> {
  try {
    const response = await fetch(path, { signal });
    if (response.ok) return { code: await response.text(), error: null };
    const answer = await answerOf(response);
    return { code: "", error: answer.ok ? null : answer.message };
  } catch {
    return { code: "", error: "Not connected. Try again when the server answers." };
  }
}
