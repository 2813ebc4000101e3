"use client";

import { usePathname } from "next/navigation";
import { useEffect, useState, type ReactNode } from "react";
import { isShortcut } from "@/components/ui/keys";

/** Pages that need the room begin with a narrow navigation. */
const isWide = (path: string) => /^\/projects\/[^/]+\/notebooks\/[^/]+/.test(path);
const settingOf = (wide: boolean) => `navigation-${wide ? "notebook" : "page"}`;

/** The navigation and the page beside it; `[` makes the navigation narrow or wide, and is remembered. */
export function AppFrame({ children }: { children: ReactNode }) {
  const wide = isWide(usePathname());
  const [chosen, setChosen] = useState<Record<string, boolean>>({});
  const setting = settingOf(wide);
  const isRail = chosen[setting] ?? wide;

  useEffect(() => {
    // what was chosen before stands in the browser, which the server cannot ask
    const kept = [true, false].flatMap((of) => {
      const value = localStorage.getItem(settingOf(of));
      return value === null ? [] : [[settingOf(of), value === "narrow"] as const];
    });
    const timer = setTimeout(() => setChosen((now) => ({ ...Object.fromEntries(kept), ...now })));
    return () => clearTimeout(timer);
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isShortcut(event) || event.key !== "[") return;
      event.preventDefault();
      localStorage.setItem(setting, isRail ? "wide" : "narrow");
      setChosen((now) => ({ ...now, [setting]: !isRail }));
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [isRail, setting]);

  return <div className={isRail ? "app rail" : "app"}>{children}</div>;
}
