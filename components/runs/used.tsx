"use client";

import { Box, Table2 } from "lucide-react";
import type { MadeModel, UsedDataset } from "@/lib/runs/used";
import { usePages } from "./use-pages";

type Props = {
  api: string;
  datasets: { items: UsedDataset[]; next: number | null };
  models: { items: MadeModel[]; next: string | null };
};

/** Datasets that a client named, and the models that went in or came out. */
export function Used({ api, datasets: firstDatasets, models: firstModels }: Props) {
  const datasets = usePages<UsedDataset>(`${api}/datasets`, firstDatasets);
  const models = usePages<MadeModel>(`${api}/models`, firstModels);
  if (datasets.items.length === 0 && models.items.length === 0) return null;
  return (
    <section className="sec" aria-labelledby="h-used">
      <div className="sec-head">
        <h2 id="h-used">Data and models</h2>
      </div>
      <ul className="people">
        {datasets.items.map(({ id, name, digest, context }) => (
          <li key={id}>
            <Table2 className="i t3" aria-hidden="true" />
            <span className="clip" title={name}>
              {name}
            </span>
            <span className="t3 mono">{digest.slice(0, 8)}</span>
            <span className="role">{context ?? "data"}</span>
          </li>
        ))}
        <More what="datasets" {...datasets} />
        {models.items.map(({ id, name, status, direction }) => (
          <li key={id}>
            <Box className="i t3" aria-hidden="true" />
            <span className="clip" title={name}>
              {name}
            </span>
            <span className="t3 mono">{id.slice(0, 10)}</span>
            <span className="role">{stateOf(status, direction)}</span>
          </li>
        ))}
        <More what="models" {...models} />
      </ul>
    </section>
  );
}

function More({
  what,
  items,
  next,
  pending,
  more,
}: {
  what: string;
  items: readonly unknown[];
  next: unknown;
  pending: boolean;
  more: () => Promise<void>;
}) {
  if (next === null) return null;
  return (
    <li>
      <button type="button" className="btn quiet" disabled={pending} onClick={() => void more()}>
        {items.length} {what} shown; show more
      </button>
    </li>
  );
}

function stateOf(status: string, direction: MadeModel["direction"]): string {
  if (status === "LOGGED_MODEL_READY") return direction === "input" ? "model used" : "model made";
  return status === "LOGGED_MODEL_PENDING" ? "on its way" : "upload failed";
}
