"use client";

import { Search, X } from "lucide-react";
import { useRouter } from "next/navigation";
import {
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type FocusEvent,
  type FormEvent,
  type KeyboardEvent,
} from "react";
import { isShortcut } from "@/components/ui/keys";
import { Suggestions } from "@/components/ui/suggestions";
import { TextFault } from "@/components/ui/text-fault";
import { completionAt } from "@/lib/runs/completion";
import { conditionTexts } from "@/lib/runs/facets";
import { FilterError } from "@/lib/runs/filter-error";
import type { RunsSearch } from "@/lib/runs/schema";
import { withSearch } from "./search";
import { useFields } from "./use-fields";

type Props = { slug: string; experiment: string; search: RunsSearch };
type Fault = { text: string; message: string; at: number | null };

/** The filter of the runs table; it stands in the address, so that a link shows what one sees. */
export function RunFilter({ slug, experiment, search }: Props) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const [text, setText] = useState("");
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(-1);
  const [fault, setFault] = useState<Fault | null>(null);
  const placed = useRef<number | null>(null);
  // Before the next key: a browser puts the caret at the end of a text that is set.
  useLayoutEffect(() => {
    if (placed.current !== null) input.current?.setSelectionRange(placed.current, placed.current);
    placed.current = null;
  });
  const parts = partsOf(search.filter ?? "");
  const [asked, setAsked] = useState("");
  const fields = useFields(slug, experiment, caret === null ? null : asked);
  const completion = caret === null ? null : completionAt(text, caret, fields?.fields ?? []);
  const options = completion?.options ?? [];
  const chosen = Math.min(active, options.length - 1);
  const apply = (next: string[]) =>
    router.push(withSearch(search, { filter: next.join(" and "), after: "" }));

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "/" || !isShortcut(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  function type(next: string, at: number | null) {
    setText(next);
    setCaret(at);
    setActive(-1);
    setFault(null);
    const begun = at === null ? null : completionAt(next, at, []).search;
    if (begun !== null) setAsked(begun);
  }

  function accept(option: string) {
    if (!completion) return;
    const before = text.slice(0, completion.from) + option + " ";
    type(before + text.slice(completion.to).trimStart(), before.length);
    placed.current = before.length;
  }

  function add(event: FormEvent) {
    event.preventDefault();
    const written = text.trim();
    if (!written) return;
    try {
      apply([...parts, ...conditionTexts(written)]);
      type("", null);
    } catch (thrown) {
      if (!(thrown instanceof FilterError)) throw thrown;
      setFault({ text: written, message: thrown.message, at: thrown.at });
      setCaret(null);
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (caret === null) setCaret(event.currentTarget.selectionStart ?? text.length);
      const count = options.length;
      if (count > 0)
        setActive(key === "ArrowDown" ? (chosen + 1) % count : chosen <= 0 ? count - 1 : chosen - 1);
    } else if ((key === "Enter" && chosen >= 0) || (key === "Tab" && text !== "" && options.length > 0)) {
      event.preventDefault();
      accept(options[Math.max(0, chosen)]!.text);
    } else if (key === "Escape" && caret !== null) {
      event.stopPropagation();
      type(text, null);
    } else if (key === "Backspace" && text === "" && parts.length > 0) {
      event.preventDefault();
      const last = parts.at(-1)!;
      apply(parts.slice(0, -1));
      type(last, null);
    }
  }

  return (
    <form className="bar-tools stacked" onSubmit={add} onBlur={(event) => leaves(event) && setCaret(null)}>
      <div className="query" role="search">
        <Search className="i" aria-hidden="true" />
        {parts.map((part, i) => (
          <span key={`${i} ${part}`} className="tok" title={part}>
            <span className="clip">{part}</span>
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
          role="combobox"
          aria-label="Filter runs"
          aria-autocomplete="list"
          aria-expanded={options.length > 0}
          aria-controls={listId}
          aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
          aria-invalid={fault ? true : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder="Filter, e.g. params.k < 10"
          value={text}
          onChange={({ target }) => type(target.value, target.selectionStart)}
          onFocus={({ target }) => setCaret(target.selectionStart ?? 0)}
          onKeyDown={onKeyDown}
        />
        <kbd>/</kbd>
      </div>
      <Suggestions id={listId} options={options} chosen={chosen} onAccept={accept} />
      {fault ? <TextFault {...fault} /> : null}
    </form>
  );
}

/** Whether the focus leaves the whole form. */
function leaves({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>): boolean {
  return !(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget);
}

/** The conditions of the address; one that cannot be read stands whole, so that it can be taken away. */
function partsOf(filter: string): string[] {
  try {
    return conditionTexts(filter);
  } catch {
    return filter ? [filter] : [];
  }
}
