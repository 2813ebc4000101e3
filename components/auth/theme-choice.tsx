"use client";

import { useSyncExternalStore } from "react";

const themes = ["system", "light", "dark"] as const;
const changed = "theme";

/** Kept in a cookie, so that the server draws the right theme at once. */
export function ThemeChoice() {
  const theme = useSyncExternalStore(onTheme, currentTheme, () => "system");
  return (
    <div className="seg" role="group" aria-label="Theme">
      {themes.map((name) => (
        <button key={name} type="button" aria-pressed={theme === name} onClick={() => setTheme(name)}>
          {name[0]!.toUpperCase() + name.slice(1)}
        </button>
      ))}
    </div>
  );
}

function currentTheme(): string {
  return document.documentElement.dataset.theme ?? "system";
}

function setTheme(next: (typeof themes)[number]): void {
  const kept = next === "system" ? "theme=; path=/; max-age=0" : `theme=${next}; path=/; max-age=31536000`;
  document.cookie = `${kept}; samesite=lax`;
  if (next === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  dispatchEvent(new Event(changed));
}

function onTheme(listener: () => void): () => void {
  addEventListener(changed, listener);
  return () => removeEventListener(changed, listener);
}
