"use client";

import { useEffect, useEffectEvent } from "react";
import type * as z from "zod";

const keptDays = 30;
/** A draft, and when it was last changed. */
export type Draft<Value> = { value: Value; at: Date };

/**
 * Work that outlives its page in this browser, under a key of its own; `onFound` is told once of what was
 * kept there before. The server knows of no draft, so that the page is drawn without it first.
 */
export function useDraft<Value>(
  key: string,
  schema: z.ZodType<Value>,
  onFound: (draft: Draft<Value>) => void,
) {
  const tell = useEffectEvent(() => {
    const draft = readDraft(localStorage, key, schema, new Date());
    if (draft) onFound(draft);
  });
  useEffect(() => tell(), [key]);
  return {
    keep: (value: Value) => writeDraft(localStorage, key, { value, at: new Date() }),
    drop: () => localStorage.removeItem(key),
  };
}

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/**
 * The draft under a key; null where there is none, it is older than a month, or it is not what it should be.
 */
export function readDraft<Value>(
  shelf: Shelf,
  key: string,
  schema: z.ZodType<Value>,
  now: Date,
): Draft<Value> | null {
  try {
    const { value, at } = JSON.parse(shelf.getItem(key) ?? "null") as { value: unknown; at: string };
    if (now.getTime() - Date.parse(at) > keptDays * 86_400_000) throw new Error("too old");
    return { value: schema.parse(value), at: new Date(at) };
  } catch {
    shelf.removeItem(key);
    return null;
  }
}

/** Keeps a draft; a browser that keeps nothing, or has no room, goes without. */
export function writeDraft<Value>(shelf: Shelf, key: string, draft: Draft<Value>): void {
  try {
    shelf.setItem(key, JSON.stringify(draft));
  } catch {
    shelf.removeItem(key);
  }
}
