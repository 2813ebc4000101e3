import { Box, Table2 } from "lucide-react";
import type { MadeModel, UsedDataset } from "@/lib/runs/used";

/** Datasets that a client named, and the models that went in or came out. */
export function Used({ datasets, models }: { datasets: UsedDataset[]; models: MadeModel[] }) {
  if (datasets.length === 0 && models.length === 0) return null;
  return (
    <section className="sec" aria-labelledby="h-used">
      <div className="sec-head">
        <h2 id="h-used">Data and models</h2>
      </div>
      <ul className="people">
        {datasets.map(({ name, digest, context }) => (
          <li key={`${name} ${digest}`}>
            <Table2 className="i t3" aria-hidden="true" />
            <span className="clip">{name}</span>
            <span className="t3 mono">{digest.slice(0, 8)}</span>
            <span className="role">{context ?? "data"}</span>
          </li>
        ))}
        {models.map(({ id, name, status, direction }) => (
          <li key={id}>
            <Box className="i t3" aria-hidden="true" />
            <span className="clip">{name}</span>
            <span className="t3 mono">{id.slice(0, 10)}</span>
            <span className="role">
              {status === "LOGGED_MODEL_READY"
                ? direction === "input"
                  ? "model used"
                  : "model made"
                : status === "LOGGED_MODEL_PENDING"
                  ? "on its way"
                  : "upload failed"}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
