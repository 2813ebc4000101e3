"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { isShortcut } from "@/components/ui/keys";

/** J and K move a cursor through `count` rows; other keys act on the row under it. Silent inside fields. */
export function useRowKeys(count: number, actions: Record<string, (at: number) => unknown>): number | null {
  const [wanted, setCursor] = useState<number | null>(null);
  const cursor = wanted === null || count === 0 ? null : Math.min(wanted, count - 1);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const onControl =
      event.key === "Enter" &&
      event.target instanceof HTMLElement &&
      /^(BUTTON|A|SUMMARY)$/.test(event.target.tagName);
    if (!isShortcut(event) || onControl) return;
    if (count === 0 && event.key !== "Escape") return;
    if (event.key === "j") setCursor(Math.min(count - 1, (cursor ?? -1) + 1));
    else if (event.key === "k") setCursor(Math.max(0, (cursor ?? 1) - 1));
    else if (actions[event.key] && (cursor !== null || event.key === "c" || event.key === "Escape"))
      actions[event.key]!(cursor ?? 0);
  });

  useEffect(() => {
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return cursor;
}
