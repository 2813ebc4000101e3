"use client";

import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { integer } from "@/lib/format";
import type { CellId } from "@/lib/notebooks/graph";
import { cellModes, type CellMode } from "@/lib/notebooks/schema";
import type { CellChange, Session } from "@/lib/notebooks/session";
import type { FindQuery, Found, Match } from "./find-in-cells";
import { useFind } from "./use-find";

type Props = {
  session: Session;
  mayWrite: boolean;
  act: (changes: readonly CellChange[]) => () => void;
  onGoTo: (cell: CellId, at: number) => void;
  onClose: () => void;
};

const kinds = { Code: ["ts", "js", "python"], SQL: ["sql"], Text: ["md", "html"] } as const;
const hows = { isCase: "Match case", isWord: "Whole word", isRegex: "Regular expression" } as const;
const first: FindQuery = { text: "", isCase: false, isWord: false, isRegex: false, modes: cellModes };

/** Finds a text in all cells, leads to it, and replaces it in one place or all. */
export function FindPanel({ session, mayWrite, act, onGoTo, onClose }: Props) {
  const [query, setQuery] = useState(first);
  const [to, setTo] = useState("");
  const { found, isWaiting, replace, refusal } = useFind({ session, act, query });
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const ask = (change: Partial<FindQuery>) => setQuery((now) => ({ ...now, ...change }));
  const matches = found?.ok ? found.matches : [];
  const withModes = (modes: readonly CellMode[], isOn: boolean) =>
    cellModes.filter((mode) => (modes.includes(mode) ? isOn : query.modes.includes(mode)));
  return (
    <section
      className="find-panel"
      role="search"
      aria-label="Find in cells"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        onClose();
      }}
    >
      <div className="find-row">
        <input
          ref={field}
          className="input grow mono"
          aria-label="Find"
          placeholder="Find in cells"
          maxLength={1_000}
          spellCheck={false}
          value={query.text}
          onChange={({ target }) => ask({ text: target.value })}
        />
        <button type="button" className="btn quiet icon" aria-label="Close" onClick={onClose}>
          <X className="i" aria-hidden="true" />
        </button>
      </div>
      {mayWrite ? (
        <div className="find-row">
          <input
            className="input grow mono"
            aria-label="Replace by"
            placeholder="Replace by"
            maxLength={10_000}
            spellCheck={false}
            value={to}
            onChange={({ target }) => setTo(target.value)}
          />
          <button
            type="button"
            className="btn"
            disabled={isWaiting || matches.length === 0}
            onClick={() => void replace(to, null)}
          >
            Replace all
          </button>
        </div>
      ) : null}
      <div className="find-row find-how">
        {(Object.keys(hows) as (keyof typeof hows)[]).map((how) => (
          <Tick key={how} label={hows[how]} isOn={query[how]} onChange={(isOn) => ask({ [how]: isOn })} />
        ))}
        {Object.entries(kinds).map(([label, modes]) => (
          <Tick
            key={label}
            label={label}
            isOn={query.modes.includes(modes[0])}
            onChange={(isOn) => ask({ modes: withModes(modes, isOn) })}
          />
        ))}
      </div>
      <p className="t3 s12" role="status">
        {isWaiting ? "Looking …" : wordsOf(query, found)}
      </p>
      <ErrorNote message={refusal ?? (found && !found.ok ? found.message : null)} />
      <ol className="find-list">
        {matches.map((match) => (
          <Line
            key={`${match.cell} ${match.at}`}
            match={match}
            number={session.ids().indexOf(match.cell) + 1}
            onGoTo={() => onGoTo(match.cell, match.at)}
            onReplace={mayWrite && !isWaiting ? () => void replace(to, match) : null}
          />
        ))}
      </ol>
    </section>
  );
}

function Tick({
  label,
  isOn,
  onChange,
}: {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <label className="tick s12">
      <input type="checkbox" checked={isOn} onChange={({ target }) => onChange(target.checked)} />
      {label}
    </label>
  );
}

type LineProps = { match: Match; number: number; onGoTo: () => void; onReplace: (() => void) | null };

function Line({ match: { line, before, found, after }, number, onGoTo, onReplace }: LineProps) {
  const place = `Cell ${number}, line ${line}`;
  return (
    <li>
      <button type="button" className="find-place" onClick={onGoTo}>
        <span className="t3 s12 nowrap">{place}</span>
        <code className="clip">
          {before.trimStart()}
          <mark>{found}</mark>
          {after}
        </code>
      </button>
      {onReplace ? (
        <button
          type="button"
          className="btn quiet"
          aria-label={`Replace in ${place.toLowerCase()}`}
          onClick={onReplace}
        >
          Replace
        </button>
      ) : null}
    </li>
  );
}

function wordsOf({ text }: FindQuery, found: Found | null): string {
  if (text === "" || !found?.ok) return "";
  const { total, matches, isPart } = found;
  if (total === 0) return "No results";
  const cells = new Set(matches.map(({ cell }) => cell)).size;
  const all = `${isPart ? "More than " : ""}${integer(total)} ${total === 1 ? "place" : "places"}`;
  return total > matches.length
    ? `${all}, the first ${integer(matches.length)} shown`
    : `${all} in ${integer(cells)} ${cells === 1 ? "cell" : "cells"}`;
}
