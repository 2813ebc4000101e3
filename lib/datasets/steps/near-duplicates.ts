import * as z from "zod";
import { nearCheck, nearRelations } from "./near-rows";
import { pythonNames, pythonText } from "./ops";
import { anyNames, cell, name } from "./schema";
import { rowNumber, stepKind } from "./step";

const schema = z.strictObject({
  kind: z.literal("near-duplicates"),
  texts: anyNames,
  how: z.enum(["distance", "ngrams"]),
  numbers: z.array(z.tuple([name, cell])).max(50),
  within: anyNames,
  share: z.number("expected a number").gt(0, "expected more than 0").max(1, "expected at most 1"),
  key: anyNames,
  /** Pairs of which both rows are kept, by their keys. */
  apart: z.array(z.tuple([cell, cell])).max(5_000),
});

/**
 * Drops a row where an earlier one is near to it: by the mean of what their texts and numbers have in common.
 * Pairs of which somebody said that both are kept are left alone.
 */
export const nearDuplicates = stepKind({
  schema,
  title: "Drop nearly repeated rows",
  group: "Rows",
  form: [
    { key: "texts", label: "Texts that are alike", as: "columns", types: ["text"] },
    {
      key: "how",
      label: "How texts are compared",
      hint: "Case, accents and white space around them do not matter",
      as: "choice",
      options: [
        { value: "distance", label: "by letters that differ" },
        { value: "ngrams", label: "by runs of two letters that they share" },
      ],
    },
    { key: "numbers", label: "Numbers that are near", as: "pairs", from: "Column", to: "Tolerance" },
    { key: "within", label: "Only rows that agree in", as: "columns" },
    {
      key: "share",
      label: "Alike from",
      hint: "1 is the same; the mean over all columns above",
      as: "number",
      step: 0.05,
      least: 0.05,
      most: 1,
    },
    { key: "key", label: "A decision is remembered by; none means by what is compared", as: "columns" },
    { key: "apart", label: "Pairs of near rows", as: "review" },
  ],
  defaults: () => ({ texts: [], how: "distance", numbers: [], within: [], share: 0.85, key: [], apart: [] }),
  onNewRows: "skip",
  sentence: ({ texts, numbers, within, share }) => {
    const by = [...texts, ...numbers.map(([column, tolerance]) => `${column} ± ${tolerance}`)].join(", ");
    const same = within.length > 0 ? ` within ${within.join(", ")}` : "";
    return `Drop rows nearly repeated by ${by}${same}, alike from ${share}`;
  },
  apply: (step, place) => ({
    columns: [...place.columns],
    sql: `WITH ${nearRelations(step, place)} SELECT * FROM ${place.from}
      WHERE ${rowNumber} NOT IN (SELECT second_row FROM near WHERE NOT is_apart)`,
    check: nearCheck(step, place),
  }),
  ops: (step) => {
    const { texts, how, numbers, within, share, key, apart } = step;
    const keys = key.length > 0 ? key : [...new Set(texts), ...numbers.map(([column]) => column), ...within];
    const tolerances = numbers.map(([column, most]) => `(${pythonText(column)}, ${Number(most)})`);
    const pairs = apart.map((pair) => `(${pair.map(pythonText).join(", ")})`);
    const lines = [
      `df = drop_near_rows(df, ${pythonNames([...new Set(texts)])}, "${how}", [${tolerances.join(", ")}],`,
      `                    ${pythonNames(within)}, ${share}, ${pythonNames(keys)}, [${pairs.join(", ")}])`,
    ];
    return [{ op: "python", lines }];
  },
});
