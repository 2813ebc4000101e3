import * as z from "zod";
import { pythonCells } from "./ops";
import { name, seed } from "./schema";
import { findColumn, rowNumber, stepKind } from "./step";

/** Keeps some rows by chance, in their order; the same seed keeps the same rows. */
export const sample = stepKind({
  schema: z.strictObject({
    kind: z.literal("sample"),
    share: z.number().gt(0, "expected a share above 0").lt(1, "expected a share below 1"),
    by: name.optional(),
    seed,
  }),
  title: "Sample of rows",
  group: "Rows",
  form: [
    { key: "share", label: "Share to keep", as: "number", step: 0.01, least: 0.01, most: 0.99 },
    { key: "by", label: "The same share of", as: "column", empty: "nothing" },
    { key: "seed", label: "Seed", as: "number", step: 1, least: 0 },
  ],
  defaults: () => ({ share: 0.1, seed: 42 }),
  onNewRows: "skip",
  sentence: (step) => `Keep ${Number((step.share * 100).toPrecision(12))} % of rows, seed ${step.seed}`,
  apply: (step, { columns, from }) => {
    const stratum = step.by === undefined ? "" : `PARTITION BY ${findColumn(columns, step.by).id}`;
    const draw = `md5('${step.seed}:' || ${rowNumber}), ${rowNumber}`;
    const kept = `row_number() OVER (${stratum} ORDER BY ${draw})
      <= round(count(*) OVER (${stratum}) * ${step.share})`;
    return { columns: [...columns], sql: `SELECT * FROM ${from} QUALIFY ${kept}` };
  },
  ops: ({ share, by, seed: from }) => [
    { op: "python", lines: [`df = sample_rows(df, ${from}, "${share}", ${pythonCells(by)})`] },
  ],
});
