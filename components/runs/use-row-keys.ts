"use client";

import { useEffect, useRef, useState } from "react";
import { isShortcut } from "@/components/ui/keys";

/** J and K move a cursor through `count` rows; other keys act on the row under it. Silent inside fields. */
export function useRowKeys(count: number, actions: Record<string, (at: number) => unknown>): number | null {
  const [cursor, setCursor] = useState<number | null>(null);
  const latest = useRef({ cursor, actions });
  latest.current = { cursor, actions };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const onControl =
        event.key === "Enter" &&
        event.target instanceof HTMLElement &&
        /^(BUTTON|A)$/.test(event.target.tagName);
      if (!isShortcut(event) || onControl) return;
      const { cursor: at, actions: known } = latest.current;
      if (event.key === "j") setCursor(Math.min(count - 1, (at ?? -1) + 1));
      else if (event.key === "k") setCursor(Math.max(0, (at ?? 1) - 1));
      else if (known[event.key] && (at !== null || event.key === "c" || event.key === "Escape"))
        known[event.key]!(at ?? 0);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [count]);
  return cursor;
}
