"use client";

import { useEffect, useState } from "react";

const themes = ["system", "light", "dark"] as const;

/** Kept in a cookie, so that the server draws the right theme at once. */
export function ThemeChoice() {
  const [theme, setTheme] = useState<string>("system");
  useEffect(() => setTheme(document.documentElement.dataset.theme ?? "system"), []);

  function choose(next: string) {
    setTheme(next);
    document.cookie =
      next === "system"
        ? "theme=; path=/; max-age=0"
        : `theme=${next}; path=/; max-age=31536000; samesite=lax`;
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  }

  return (
    <div className="seg" role="group" aria-label="Theme">
      {themes.map((name) => (
        <button key={name} type="button" aria-pressed={theme === name} onClick={() => choose(name)}>
          {name[0]!.toUpperCase() + name.slice(1)}
        </button>
      ))}
    </div>
  );
}
