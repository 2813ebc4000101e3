"use client";

import { useEffect, useState } from "react";
import { callApi } from "@/components/ui/call-api";
import type { ClusterBy } from "@/lib/datasets/clusters/clusters";
import type { ColumnClusters } from "@/lib/datasets/engine";

export type ClustersAsked = ClusterBy & { steps: readonly unknown[]; column: string; where: string | null };
type State = { asked: string; found: ColumnClusters | null; error: string | null };

/** The clusters of a column's values; the next change and leaving take back what is asked. */
export function useClusters(api: string, what: ClustersAsked) {
  const asked = JSON.stringify(what);
  const [state, setState] = useState<State | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    const body = JSON.parse(asked) as ClustersAsked;
    void callApi<ColumnClusters>("POST", `${api}/clusters`, body, leaving.signal).then((answer) => {
      if (leaving.signal.aborted) return;
      const found = answer.ok ? answer.value : null;
      setState({ asked, found, error: answer.ok ? null : answer.message });
    });
    return () => leaving.abort();
  }, [api, asked]);
  return state?.asked === asked ? state : { asked, found: null, error: null };
}
