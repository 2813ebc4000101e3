"use client";

import { useCallback, type RefObject } from "react";
import { assetUrl } from "@/components/ui/asset-url";
import type { CellId } from "@/lib/notebooks/graph";
import type { Cell } from "@/lib/notebooks/schema";
import type { Session } from "@/lib/notebooks/session";
import type { Runs } from "./frame-life";
import type { Transpiled } from "./transpile-worker";

type Options = {
  runs: RefObject<Runs>;
  session: Session;
  /** Makes a Python cell ready to run, or says why it cannot. */
  preparePython: (cell: Cell, n: number, isOpening: boolean) => Promise<Transpiled>;
  /** Takes a cell over as the frame can run it, and gives those that it reads which are to run first. */
  transpiled: (data: Transpiled) => readonly CellId[];
};

/** What runs cells: each is made ready by its language, and given to the frame with what it reads. */
export function useRuns({ runs, session, preparePython, transpiled }: Options) {
  return useCallback(
    (cells: readonly Cell[], isOpening = false) => {
      const all = runs.current;
      const hear = (data: Transpiled) =>
        begin(
          transpiled(data).flatMap((id) => session.cell(id) ?? []),
          false,
        );
      function begin(which: readonly Cell[], atOpening: boolean): void {
        all.transpiler ??= new Worker(assetUrl("transpile.js"));
        all.transpiler.onmessage = ({ data }: MessageEvent<Transpiled>) => hear(data);
        for (const cell of which) {
          session.asked(cell.id);
          const n = (all.asked += 1);
          all.versions.set(cell.id, n);
          all.stored.delete(cell.id);
          if (cell.mode === "python") void preparePython(cell, n, atOpening).then(hear);
          else all.transpiler.postMessage({ n, cell });
        }
      }
      begin(cells, isOpening);
    },
    [preparePython, runs, session, transpiled],
  );
}
