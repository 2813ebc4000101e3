"use client";

import { useCallback, type RefObject } from "react";
import type { CellId } from "@/lib/notebooks/graph";
import type { ToFrame } from "@/lib/notebooks/protocol";
import { nextOf, type Kept, type Life, type Runs, type StoredCell } from "./frame-life";

type Options = { runs: RefObject<Runs>; lifeNow: () => Life; send: (message: ToFrame) => void };

/** Outputs that go into the frame to be shown, and come out of it to be kept. */
export function useFrameOutputs({ runs, lifeNow, send }: Options) {
  /** Shows what earlier runs left; nothing runs. */
  const showStored = useCallback(
    (cells: readonly StoredCell[]) => {
      for (const cell of cells) runs.current.stored.set(cell.id, cell);
      if (lifeNow().ready) send({ op: "stored", cells: [...cells] });
    },
    [lifeNow, runs, send],
  );

  /** What cells show now, as it can be kept; those that are gone or ran again since are left out. */
  const keep = useCallback(
    async (ids: readonly CellId[]): Promise<Kept["cells"]> => {
      const { keeping, ended } = lifeNow();
      const all = runs.current;
      const n = nextOf(all);
      const cells = ids.map((id) => ({ id, version: all.versions.get(id) ?? 0 }));
      return new Promise((resolve) => {
        ended.signal.addEventListener("abort", () => resolve([]), { once: true });
        keeping.set(n, resolve);
        send({ op: "keep", n, cells });
      });
    },
    [lifeNow, runs, send],
  );
  return { showStored, keep };
}
