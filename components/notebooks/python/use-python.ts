"use client";

import { useEffect, useState } from "react";
import { limits } from "@/lib/limits";
import { givenTooLarge } from "@/lib/notebooks/given-too-large";
import type { CellId } from "@/lib/notebooks/graph";
import type { KernelState } from "@/lib/notebooks/kernel-protocol";
import type { FrameRequest, PythonTold } from "@/lib/notebooks/protocol";
import type { Cell } from "@/lib/notebooks/schema";
import type { Session } from "@/lib/notebooks/session";
import type { Reads } from "../answer-request";
import type { Transpiled } from "../transpile-worker";
import { goneText, lifeOf, pythonClient } from "./python-client";

type Options = {
  slug: string;
  id: string;
  session: Session;
  reads: Reads;
  mayRun: boolean;
};
type PythonRequest = Extract<FrameRequest, { kind: "python" | "python-value" }>;
type Answering = { signal: AbortSignal; heard: (told: PythonTold) => void };

/** What a notebook's page does with Python. */
export type Python = ReturnType<typeof usePython>;

/** A notebook's Python, for as long as the page stands; it begins with the first Python cell that runs. */
export function usePython({ slug, id, session, reads, mayRun }: Options) {
  const [state, setState] = useState<KernelState>({ state: "none" });
  const [gone, setGone] = useState<Gone>(nothingGone);
  const [python] = useState(() => {
    const client = pythonClient({
      url: () => `${location.origin.replace(/^http/, "ws")}/api/projects/${slug}/notebooks/${id}/kernel`,
      cells: session.ids,
      changed(next) {
        setState(next);
        if (next.state === "ended") setGone((before) => goneWith(before, next));
      },
      read: (name, number) => void reads.set(`${name}@v${number}`, { name, number }),
    });
    return {
      client,
      /** A cell as the frame runs it, or why it cannot. */
      async prepare(cell: Cell, n: number, isOpening: boolean): Promise<Transpiled> {
        const refused = (name: string, message: string, line: number | null = null): Transpiled => ({
          ...{ n, ok: false, id: cell.id },
          error: { name, message, line },
        });
        if (!mayRun) return refused("Not run", "You need the editor role to run Python; you have viewer.");
        try {
          const { defines, uses, error } = await client.names(cell.source);
          const now = client.state();
          if (error) return refused(error.name, error.message, error.line);
          if (isOpening && !(now.state === "ready" && now.isConfined)) return refused("Not run", notConfined);
          const arrow = now.state === "ready" && now.arrow;
          return { n, ok: true, cell: runnable(cell, n, { defines, uses, arrow }) };
        } catch (error) {
          return refused("Python", wordsOf(error));
        }
      },
      /** Does what a Python cell in the frame asks for. */
      async answer(request: PythonRequest, { signal, heard }: Answering): Promise<unknown> {
        if (request.kind === "python-value") return client.value(request.name, request.life);
        const life = lifeOf(client.state());
        const gone = request.reads.filter((one) => one.life !== life).map(({ name }) => name);
        if (gone.length > 0)
          return {
            life,
            variables: [],
            error: { name: "Gone", message: goneText(gone), line: null, trace: null },
          };
        const size = request.given.reduce((sum, { bytes }) => sum + bytes.length, 0);
        if (size > limits.kernelValueBytes) throw new Error(givenTooLarge);
        const result = await client.run(request, { signal, heard });
        const given = new Set(result.variables.map(({ name }) => name));
        setGone(({ why, names }) => ({ why, names: names.filter((name) => !given.has(name)) }));
        return result;
      },
      /** What may stand at a place of a text; nothing where no kernel runs, which none is started for. */
      complete: (source: string, at: number) =>
        client.state().state === "ready" ? client.complete(source, at).catch(() => []) : Promise.resolve([]),
      stopCell: (cell: CellId) => client.stopCell(cell),
      forget: (cell: CellId) => client.forget(cell),
      end: () => client.end(),
    };
  });
  useEffect(() => () => python.client.close(), [python]);
  return { ...python, state, gone };
}

const notConfined =
  "Python is not confined on this server, so that opening a notebook does not run it. Press Run.";

/** Names that went with a Python that ended and nobody has given again, and why it ended. */
export type Gone = { why: string; names: readonly string[] };
const nothingGone: Gone = { why: "", names: [] };

function goneWith(before: Gone, { why, names }: Extract<KernelState, { state: "ended" }>): Gone {
  return { why, names: [...new Set([...before.names, ...names])].toSorted() };
}

function runnable(
  { id, source }: Cell,
  version: number,
  { defines, uses, arrow }: { defines: string[]; uses: string[]; arrow: boolean },
) {
  const from = { head: 1, dropped: 0, map: null, skipped: 0 };
  const names = { inputs: uses, outputs: defines };
  return { ...{ id, version, body: "", from, autodisplay: false }, ...names, python: { source, arrow } };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
