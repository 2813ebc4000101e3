"use client";

import { useSyncExternalStore } from "react";
import { lettersAct, onLettersAct, setLettersAct } from "./keys";

/** The choice whether single letters do something; it holds in this browser. */
export function LetterKeys() {
  const act = useSyncExternalStore(onLettersAct, lettersAct, () => true);
  return (
    <label className="row">
      <input
        type="checkbox"
        className="check"
        checked={act}
        onChange={({ target }) => setLettersAct(target.checked)}
      />
      Single-letter shortcuts, outside of fields
    </label>
  );
}
