import { counted, integer } from "@/lib/format";
import { el, type Markup, type MarkupElement } from "@/lib/markup";
import { mostCorrelated } from "../../correlation-bounds";
import type { Cell, QualityReport, Variable } from "../report";
import { matrixSvg, missingSvg, scatterSvg } from "./charts";
import { alertsMarkup, overviewMarkup, provenanceMarkup } from "./overview";
import { cellText, dayText, note, scrolling, section, table } from "./parts";
import { variableMarkup } from "./variables";

/** Columns of a matrix that are drawn; the JSON has all of them. */
const drawnColumns = 40;

/**
 * A report as markup: the same on its page and in its file.
 *
 * @param variables how many columns are described; the others are said to be left out
 */
export function reportMarkup(report: QualityReport, variables = Infinity): MarkupElement {
  const parts = [
    overviewMarkup(report),
    alertsMarkup(report),
    variablesMarkup(report, variables),
    interactionsMarkup(report),
    correlationsMarkup(report),
    missingMarkup(report),
    duplicatesMarkup(report),
    sampleMarkup(report),
    provenanceMarkup(report.provenance),
  ];
  const links = parts.map(({ attributes, children }) => {
    const heading = children[0] as MarkupElement;
    return el("li", {}, el("a", { href: `#${attributes.id}` }, ...heading.children));
  });
  return el(
    "div",
    { class: "report" },
    el("nav", { "aria-label": "Parts of the report" }, el("ul", {}, links)),
    parts,
  );
}

function variablesMarkup({ variables, rows }: QualityReport, most: number): MarkupElement {
  const shown = variables.slice(0, most);
  return section(
    "variables",
    "Variables",
    shown.length < variables.length
      ? note(`The first ${integer(shown.length)} of ${counted(variables.length, "column")}.`)
      : null,
    ...shown.map((variable) => variableMarkup(variable, rows)),
  );
}

function interactionsMarkup({ interactions }: QualityReport): MarkupElement {
  const figures = interactions.map((interaction) => {
    const { x, y, rows, points } = interaction;
    const rule =
      points.length < rows
        ? `${integer(points.length)} of ${integer(rows)} rows that have both, drawn by a hash of their place`
        : `all ${counted(rows, "row")} that have both`;
    return el("figure", {}, scatterSvg(interaction), el("figcaption", {}, `${y} by ${x}: ${rule}`));
  });
  return section(
    "interactions",
    "Interactions",
    note(
      "Pairs of numbers: those that were asked for, else the nine that go together most by Spearman’s ρ, " +
        "copies left out.",
    ),
    figures.length > 0
      ? el("div", { class: "report-figures" }, figures)
      : note("There are no two such columns."),
  );
}

function correlationsMarkup({ correlations, rows }: QualityReport): MarkupElement {
  const { kendall, numbers, categories } = correlations;
  const titles = [
    ["Pearson’s r", correlations.pearson, "Straight-line association of numbers, dates and truth values."],
    ["Spearman’s ρ", correlations.spearman, "The same of their ranks, ties sharing the middle of theirs."],
    [
      "Kendall’s τ-b",
      kendall,
      kendall && kendall.rows < rows
        ? `Over ${integer(kendall.rows)} of ${integer(rows)} rows, drawn by a hash of their number.`
        : "Pairs of rows in the same order less those in the other, ties allowed for.",
    ],
    [
      "Cramér’s V",
      correlations.cramersV,
      "Association of categories (at most 50 values) and truth values, not corrected for bias.",
    ],
    [
      "Mixed",
      correlations.mixed,
      "From 0 to 1: |ρ| of two numbers, V of two categories, the correlation ratio η of one of each.",
    ],
  ] as const;
  const drawn: Markup[] = titles.flatMap(([title, matrix, rule]) =>
    matrix
      ? [
          el(
            "figure",
            {},
            el("h3", {}, title),
            scrolling(title, matrixSvg(title, matrix, drawnColumns)),
            el("figcaption", {}, [rule, undrawn(matrix.columns.length)].filter(Boolean).join(" ")),
          ),
        ]
      : [],
  );
  const left = Math.max(numbers, categories) > mostCorrelated;
  return section(
    "correlations",
    "Correlations",
    left
      ? note(
          `A matrix holds ${mostCorrelated} columns: the first of ${integer(numbers)} with numbers, ` +
            `and of ${integer(categories)} with categories.`,
        )
      : null,
    ...(drawn.length > 0 ? drawn : [note("There are no two columns to be compared.")]),
  );
}

function undrawn(columns: number): string {
  return columns > drawnColumns
    ? `The first ${drawnColumns} of ${columns} columns are drawn; the JSON has all.`
    : "";
}

function missingMarkup({ missing, variables, rows }: QualityReport): MarkupElement {
  if (missing.of === 0) return section("missing", "Missing cells", note("No cell is missing."));
  const holes = variables.filter((variable) => variable.missing > 0).sort((a, b) => b.missing - a.missing);
  const bound =
    missing.columns.length < missing.of
      ? ` The ${missing.columns.length} columns of ${missing.of} that lack most.`
      : "";
  const { together } = missing;
  return section(
    "missing",
    "Missing cells",
    table(
      "Missing cells by column",
      [{ label: "Column" }, { label: "Missing", isNumber: true }, { label: "Share", isNumber: true }],
      holes.map((variable) => [
        variable.name,
        integer(variable.missing),
        `${((100 * variable.missing) / rows).toFixed(2)} %`,
      ]),
    ),
    el(
      "figure",
      {},
      el("h3", {}, "Where they are missing"),
      scrolling("Where cells are missing", missingSvg(missing)),
      el(
        "figcaption",
        {},
        `From the first row at the left to the last; a cell is ${integer(missing.blocks.rows)} rows, ` +
          `darker where more of them are missing.${bound}`,
      ),
    ),
    together
      ? el(
          "figure",
          {},
          el("h3", {}, "Missing together"),
          scrolling("Missing together", matrixSvg("Correlation of missing cells", together, drawnColumns)),
          el("figcaption", {}, `Pearson’s r of “is missing”.${bound} ${undrawn(together.columns.length)}`),
        )
      : null,
  );
}

function duplicatesMarkup({ duplicates, variables }: QualityReport): MarkupElement {
  const { groups, rows, examples } = duplicates;
  if (groups === 0)
    return section("duplicates", "Duplicate rows", note("No row repeats another in every column."));
  return section(
    "duplicates",
    "Duplicate rows",
    note(
      `${counted(groups, "different row")} stand${groups === 1 ? "s" : ""} there more than once: ` +
        `${counted(rows, "row")} beyond the first. ` +
        `The ${examples.length} most frequent, a line a column.`,
    ),
    turned(
      "Duplicate rows",
      variables,
      examples.map(({ row, count, cells }) => ({
        label: `Row ${integer(row)}, ${integer(count)} times`,
        cells,
      })),
    ),
  );
}

function sampleMarkup({ sample, variables, rows }: QualityReport): MarkupElement {
  const { first, last } = sample;
  const start = rows - last.length;
  const labelled = [
    ...first.map((cells, i) => ({ label: `Row ${integer(i + 1)}`, cells })),
    ...last.map((cells, i) => ({ label: `Row ${integer(start + i + 1)}`, cells })),
  ];
  return section(
    "sample",
    "Sample",
    note("The first and the last five rows, a line a column."),
    turned("Sample", variables, labelled),
  );
}

/** Rows side by side, a line a column: of many columns such a table can still be read and printed. */
function turned(
  caption: string,
  variables: readonly Variable[],
  rows: readonly { label: string; cells: readonly Cell[] }[],
): MarkupElement {
  const heads = [{ label: "Column" }, ...rows.map(({ label }) => ({ label }))];
  return table(
    caption,
    heads,
    variables.map(({ name, type }, i) => {
      const texts = rows.map(({ cells }) => cellText(cells[i] ?? null));
      return [name, ...(type === "date" ? texts.map(dayText) : texts)];
    }),
  );
}
