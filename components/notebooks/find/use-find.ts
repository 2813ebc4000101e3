"use client";

import { useCallback, useEffect, useState } from "react";
import { showToast } from "@/components/ui/toast";
import { counted } from "@/lib/format";
import type { CellChange, Session } from "@/lib/notebooks/session";
import { findClient } from "./find-client";
import type { FindQuery, Found, Match } from "./find-in-cells";
import { replaceNow } from "./replace-now";

/** After a pause so long it is looked for again, in milliseconds. */
const pause = 150;
const nothing: Found = { ok: true, matches: [], total: 0, isPart: false };

type Parts = { session: Session; act: (changes: readonly CellChange[]) => () => void; query: FindQuery };

/** What is found in a notebook's cells as they are written, and the way to replace it. */
export function useFind({ session, act, query }: Parts) {
  const [client] = useState(findClient);
  const [edits, setEdits] = useState(session.edits);
  const [answer, setAnswer] = useState<{ query: FindQuery; found: Found } | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  useEffect(() => () => client.close(), [client]);
  useEffect(() => session.subscribe("text", () => setEdits(session.edits())), [session]);
  useEffect(() => {
    if (query.text === "") return;
    let isOld = false;
    const timer = setTimeout(async () => {
      const found = await client.find(session.document().cells, query);
      if (!isOld) setAnswer({ query, found });
    }, pause);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [client, edits, query, session]);

  const replace = useCallback(
    async (to: string, match: Match | null) => {
      const only = match && { cell: match.cell, at: match.at };
      const done = await replaceNow({ replace: client.replace, session, act }, { find: query, to, only });
      setRefusal(done.ok ? null : done.message);
      if (!done.ok) return;
      const text = `Replaced in ${counted(done.count, "place")} of ${counted(done.cells, "cell")}`;
      showToast({ text, undo: async () => done.undo() });
    },
    [act, client, query, session],
  );
  const found = query.text === "" ? nothing : (answer?.found ?? null);
  return { found, isWaiting: query.text !== "" && answer?.query !== query, replace, refusal };
}
