import { columnMask, type MasksSaid } from "./mask";
import * as z from "zod";
import { importOptionsSchema } from "./import-options";
import { jsonText } from "@/lib/json-text";
import { limits } from "@/lib/limits";
import { pageLimit, pageQuery } from "@/lib/page";
import { rowNumber, rowNumberText } from "@/lib/row-number";
import { clusterMethods } from "./clusters/clusters";
import { resultTypes } from "./from-examples/example";
import { dictionarySchema } from "./dictionary";
import { expectationKinds } from "./expectations";
import { rowChanges } from "./comparison";
import { stepsSchema } from "./recipe";

export const datasetName = z
  .string()
  .trim()
  .regex(
    /^[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,99}$/u,
    "expected letters, digits, spaces, dots, hyphens or underscores, at most 100",
  );

export const datasetParams = z.object({ projectSlug: z.string(), name: z.string() });
export const versionParams = z.object({
  projectSlug: z.string(),
  name: z.string(),
  number: rowNumberText.min(1),
});

/** In which language a recipe is shown. */
export const recipeCodeQuery = z.strictObject({
  format: z.enum(["json", "sql", "pandas", "typescript"]).default("json"),
});

/** What can be changed of a dataset as a whole. */
export const editBody = z
  .strictObject({
    name: datasetName.optional(),
    description: z.string().trim().max(4_000, "expected at most 4,000 characters").optional(),
  })
  .refine(({ name, description }) => name !== undefined || description !== undefined, {
    message: "expected a name, a description, or both",
  });
export const deleteBody = z.strictObject({
  reason: z.string().trim().min(3, "expected why it is deleted").max(1_000),
});
export const usesQuery = z.strictObject({ version: rowNumberText.min(1).optional() });

/** Ways from a version: without `of` back to what it was made from, else on to what was made from it. */
export const lineageQuery = pageQuery.extend({ of: z.enum(["versions", "runs"]).optional() });
/** Masks of columns, each column once, in place of all; or the mask of one column, null for none. */
export const masksBody = z
  .strictObject({
    columns: z
      .array(columnMask)
      .max(limits.datasetColumns)
      .refine((masks) => new Set(masks.map(({ name }) => name.toLowerCase())).size === masks.length, {
        message: "expected each column once",
      })
      .optional(),
    column: columnMask.shape.name.optional(),
    mask: columnMask.omit({ name: true }).nullable().optional(),
  })
  .transform(({ columns, column, mask }, context): MasksSaid => {
    if (columns && column === undefined && mask === undefined) return { columns };
    if (!columns && column !== undefined && mask !== undefined) return { column, mask };
    context.addIssue({ code: "custom", message: "expected columns, or a column and its mask" });
    return z.NEVER;
  });

/** Whether a column is freed from the masks that it inherits. */
export const freedBody = z.strictObject({ column: z.string().min(1).max(300), freed: z.boolean() });

/** Entries of a dictionary, by column. */
export const dictionaryBody = z.strictObject({ columns: dictionarySchema });
export const failingQuery = z.strictObject({
  column: z.string().max(300),
  kind: z.enum(expectationKinds),
  offset: z.coerce.number().int().min(0).max(limits.datasetRows).default(0),
  limit: pageLimit(limits.pageSize),
});

/** Two versions of a dataset, the older one first as a rule. */
export const compareQuery = z.strictObject({ before: rowNumberText.min(1), after: rowNumberText.min(1) });
const columnNames = z.array(z.string().max(300)).max(limits.datasetColumns);
export const compareRowsQuery = compareQuery.extend({
  key: jsonText("a list of names").pipe(columnNames.min(1, "expected at least one column").max(8)),
  kind: z.enum(rowChanges).default("changed"),
  offset: z.coerce.number().int().min(0).max(limits.datasetRows).default(0),
  limit: pageLimit(limits.pageSize),
});

/** A dataset that the product makes itself, in place of an upload. */
export const makeDatasetBody = z.union([
  z.strictObject({
    sample: z.literal("neo"),
    name: datasetName.default("neo-simulated"),
    seed: z.number().int().min(0).default(42),
  }),
  z.strictObject({
    catalogue: z.literal("jpl"),
    name: datasetName.default("neo-catalogue"),
    limit: z.number().int().min(1).max(100_000).default(5_000),
  }),
]);

/** Which rows, and in which order: a formula that is true of them, and a column to sort by. */
const rowChoice = {
  filter: z.string().trim().min(1).max(10_000).optional(),
  sort: z.string().max(300).optional(),
  down: z.stringbool().default(false),
};
/** What is told of one column: how it is drawn, and beside which other columns. */
export const columnQuery = z.strictObject({
  column: z.string().max(300),
  target: z.string().max(300).optional(),
  with: z.string().max(300).optional(),
  time: z.string().max(300).optional(),
  bins: z.coerce.number().int().min(2).max(200).default(40),
  log: z.stringbool().default(false),
});
/** Pairs of columns whose points a report shows. */
const columnPairs = z.array(z.tuple([z.string().max(300), z.string().max(300)])).max(limits.reportPairs);
export const reportQuery = z.strictObject({
  target: z.string().max(300).optional(),
  pairs: jsonText("a list of pairs of names").pipe(columnPairs).optional(),
  format: z.enum(["json", "html"]).default("json"),
});
export const downloadQuery = z.strictObject({
  ...rowChoice,
  format: z.enum(["csv", "parquet"]).default("csv"),
  columns: jsonText("a list of names")
    .pipe(z.array(z.string().max(300)).min(1).max(limits.datasetColumns))
    .optional(),
  /** Whether cells that a spreadsheet would run are made text by an apostrophe. */
  guard: z.stringbool().default(true),
});
export const rowsQuery = z.strictObject({
  ...rowChoice,
  offset: z.coerce.number().int().min(0).default(0),
  limit: pageLimit(limits.pageSize),
});
export const uploadParams = z.object({ projectSlug: z.string(), uploadId: z.string().max(100) });
export const uploadBody = z.strictObject({
  name: datasetName.optional(),
  options: importOptionsSchema.optional(),
});
/** With `first`, less of a long text is looked at, so that its first rows are there at once. */
export const previewUploadBody = uploadBody.extend({ first: z.boolean().optional() });
export const failedCellsQuery = z.strictObject({
  column: z.string().max(300).optional(),
  after: z.coerce.number().int().min(0).default(0),
  limit: pageLimit(limits.pageSize),
});
/** `kept` asks for what was worked out before, and for nothing else. */
export const profileQuery = z
  .strictObject({ target: z.string().max(300).optional(), kept: z.literal("true").optional() })
  .refine(({ target, kept }) => !kept || target === undefined, {
    message: "Ask for a target, or for what is kept.",
    path: ["kept"],
  });
/** References to datasets whose columns are asked for. */
export const schemasQuery = z.strictObject({
  references: jsonText("a list of references").pipe(
    z.array(z.string().min(1).max(300)).min(1).max(limits.schemasAtOnce),
  ),
});
export const columnsQuery = z.strictObject({
  columns: jsonText("a list of names")
    .pipe(z.array(z.string().max(300)).max(limits.datasetColumns))
    .optional(),
  /** Rows of a sample; without it all rows, or a refusal. */
  limit: z.coerce.number().int().min(1).max(1_000_000).optional(),
});
export const recipeBody = z.strictObject({ steps: stepsSchema, name: datasetName.optional() });
/** The rows that a fitted recipe is applied to, and the name of the dataset that gets the version. */
export const applyBody = z.strictObject({
  to: z.strictObject({ dataset: datasetName, version: rowNumber.min(1) }),
  name: datasetName,
  columns: z.record(z.string().min(1).max(300), z.string().min(1).max(300)).default({}),
});
/** Search parameters of the page that applies a recipe: the version, the table, which column is which. */
export const applySearch = z.object({
  version: z.coerce.number().int().min(1).optional().catch(undefined),
  to: z.string().max(300).optional().catch(undefined),
  at: z.coerce.number().int().min(1).optional().catch(undefined),
  columns: jsonText("names of columns")
    .pipe(z.record(z.string().max(300), z.string().max(300)))
    .catch({}),
});
const anySteps = z.array(z.unknown()).max(100);
const where = z.string().trim().min(1).max(limits.filterCharacters).nullable().default(null);
/** A column after some steps, whose values are counted over the rows that a formula keeps. */
export const facetBody = z.strictObject({
  steps: anySteps,
  column: z.string().max(300),
  where,
  as: z.enum(["values", "range"]).optional(),
  search: z.string().max(300).nullable().default(null),
  offset: rowNumber.min(0).default(0),
  limit: rowNumber.min(1).max(limits.pageSizeMax).default(limits.facetValues),
});
/** A column after some steps, whose values are put together, and by what. */
export const clustersBody = z.strictObject({
  steps: anySteps,
  column: z.string().max(300),
  where,
  method: z.enum(clusterMethods).default("fingerprint"),
  size: rowNumber.min(1).max(10).default(2),
  radius: rowNumber.min(1).max(4).default(1),
});
/** A column after some steps, values of it with what they should become, and what is said of the results. */
export const fromExamplesBody = z.strictObject({
  steps: anySteps,
  column: z.string().max(300),
  examples: z
    .array(
      z.strictObject({
        value: z.string().max(limits.facetValueCharacters),
        result: z.string().max(limits.facetValueCharacters).nullable(),
      }),
    )
    .min(1, "expected at least one example")
    .max(limits.examples),
  as: z.enum(resultTypes).nullable().default(null),
  into: z.string().min(1).max(280).nullable().default(null),
});
/** A row after some steps, by its number from 0. */
export const rowKeyBody = z.strictObject({ steps: anySteps, row: rowNumber.min(0) });
/** Steps whose last one compares rows, and a page of the pairs that it finds near. */
export const nearPairsBody = z.strictObject({
  steps: anySteps.min(1),
  offset: rowNumber.min(0).default(0),
  limit: rowNumber.min(1).max(100).default(10),
});
export const previewBody = z.strictObject({
  steps: anySteps,
  where,
  /** Rows of the version to look at, from its first; without it, all. */
  first: z.number().int().min(1).max(1_000_000).optional(),
});
export const sqlBody = z.strictObject({ sql: z.string().min(1, "expected a query").max(100_000) });

const versionNumber = rowNumberText.min(1).optional().catch(undefined);
/** Names of columns as the address of a page carries them; what cannot be read means none. */
const namesInAddress = jsonText("a list of names").pipe(columnNames).catch([]).default([]);
/** Search parameters of a dataset's page. */
export const datasetSearch = z.object({
  version: versionNumber,
  view: z.enum(["explore", "rows", "versions", "schema", "lineage"]).default("explore").catch("explore"),
  target: z.string().max(300).optional().catch(undefined),
  page: z.coerce.number().int().min(1).default(1).catch(1),
  of: z.enum(["versions", "runs"]).optional().catch(undefined),
  /** Rows: a formula that is true of them, a column to sort by, columns that are pinned or hidden. */
  filter: z.string().max(10_000).optional().catch(undefined),
  sort: z.string().max(300).optional().catch(undefined),
  down: z.stringbool().default(false).catch(false),
  pin: namesInAddress,
  hide: namesInAddress,
  /** Rows: the column whose failed and missing cells are listed. */
  cells: z.string().max(300).optional().catch(undefined),
  /** Explore: text in a column's name, and what columns are sorted by. */
  find: z.string().max(300).default("").catch(""),
  by: z.enum(["file", "name", "missing", "distinct", "association"]).default("file").catch("file"),
  /** Explore: all columns or the first ones; the matrix's method, whether it has copies, its open cell. */
  all: z.stringbool().default(false).catch(false),
  method: z.enum(["pearson", "spearman", "kendall", "cramersV", "phik"]).default("pearson").catch("pearson"),
  copies: z.stringbool().default(false).catch(false),
  pair: jsonText("two names")
    .pipe(z.tuple([z.string().max(300), z.string().max(300)]))
    .optional()
    .catch(undefined),
});
/** What Explore shows, of a dataset's search parameters. */
export const exploreSearch = datasetSearch.pick({
  target: true,
  find: true,
  by: true,
  all: true,
  method: true,
  copies: true,
  pair: true,
});
export type ExploreSearch = z.infer<typeof exploreSearch>;
export const correlationQuery = z.strictObject({ method: z.enum(["kendall", "phik"]) });
export type DatasetSearch = z.infer<typeof datasetSearch>;
const name = z.string().max(300).optional().catch(undefined);
/** Search parameters of the page of one column. */
export const columnSearch = z.object({
  version: versionNumber,
  column: z.string().max(300).default("").catch(""),
  target: name,
  with: name,
  time: name,
  bins: z.coerce.number().int().min(2).max(200).default(40).catch(40),
  log: z.stringbool().default(false).catch(false),
});
export type ColumnSearch = z.infer<typeof columnSearch>;
/** Search parameters of the page of a quality report. */
export const reportSearch = z.object({
  version: versionNumber,
  target: name,
  pairs: jsonText("a list of pairs of names").pipe(columnPairs).catch([]).default([]),
});
export type ReportSearch = z.infer<typeof reportSearch>;
/** Search parameters of the page that compares two versions. */
export const compareSearch = z.object({
  before: versionNumber,
  after: versionNumber,
  key: jsonText("a list of names").pipe(columnNames.max(8)).catch([]).default([]),
  kind: z.enum(rowChanges).default("changed").catch("changed"),
  page: z.coerce.number().int().min(1).default(1).catch(1),
});
export type CompareSearch = z.infer<typeof compareSearch>;
/** Search parameters of the page that prepares: steps that a finding proposes, as JSON. */
export const prepareSearch = z.object({
  version: versionNumber,
  steps: z
    .string()
    .max(100_000)
    .transform((text) => stepsSchema.parse(JSON.parse(text)))
    .catch([])
    .default([]),
});
