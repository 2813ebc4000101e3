"use client";

import { Search, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, type FormEvent } from "react";
import type { RunsSearch } from "@/lib/runs/schema";
import { isShortcut } from "@/components/ui/keys";
import { withSearch } from "./search";

/** The filter of the runs table; it stands in the address, so that a link shows what one sees. */
export function RunFilter({ search }: { search: RunsSearch }) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const parts = search.filter?.split(/\s+and\s+/i).filter(Boolean) ?? [];
  const apply = (next: string[]) =>
    router.push(withSearch(search, { filter: next.join(" and "), after: "" }));

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || !isShortcut(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  function add(event: FormEvent) {
    event.preventDefault();
    const text = input.current!.value.trim();
    if (!text) return;
    input.current!.value = "";
    apply([...parts, text]);
  }

  return (
    <form className="bar-tools" onSubmit={add}>
      <div className="query" role="search">
        <Search className="i" aria-hidden="true" />
        {parts.map((part, i) => (
          <span key={part} className="tok">
            {part}
            <button
              type="button"
              className="tok-x"
              aria-label={`Remove ${part}`}
              onClick={() => apply(parts.filter((_, other) => other !== i))}
            >
              <X className="i" aria-hidden="true" />
            </button>
          </span>
        ))}
        <input
          ref={input}
          className="bare grow"
          aria-label="Filter runs"
          placeholder="Filter, e.g. params.k < 10"
        />
        <kbd>/</kbd>
      </div>
    </form>
  );
}
