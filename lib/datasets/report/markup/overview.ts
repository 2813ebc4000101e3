import { bytes, integer, percent } from "@/lib/format";
import { el, type MarkupElement } from "@/lib/markup";
import { alertsOf } from "../alerts";
import type { Provenance, QualityReport } from "../report";
import { cut, facts, note, section } from "./parts";

/** What the table is, in figures. */
export function overviewMarkup(report: QualityReport): MarkupElement {
  const { rows, variables, missingCells, duplicates, types, provenance } = report;
  const cells = rows * variables.length;
  const ofAll = (count: number, all: number) =>
    all === 0 ? "0" : `${integer(count)} (${percent(count / all)})`;
  const kinds = Object.entries(types).map(([type, count]) => `${integer(count)} ${type}`);
  return section(
    "overview",
    "Overview",
    facts([
      ["Rows", integer(rows)],
      ["Columns", integer(variables.length)],
      ["Types", kinds.join(", ")],
      ["Cells", integer(cells)],
      ["Missing cells", ofAll(missingCells, cells)],
      ["Rows that repeat another", ofAll(duplicates.rows, rows)],
      ["Size as stored", bytes(provenance.bytes)],
      ["Size of a row", rows === 0 ? null : `${(provenance.bytes / rows).toFixed(1)} B`],
      [
        "Target",
        report.target
          ? `${report.target.name}, ${percent(report.target.share)} ${report.target.class}`
          : null,
      ],
    ]),
  );
}

/** What the table warns of. */
export function alertsMarkup(report: QualityReport): MarkupElement {
  const alerts = alertsOf(report);
  const items = alerts.map(({ title, detail }) =>
    el("li", {}, el("strong", {}, title), el("small", {}, cut(detail, 600))),
  );
  return section(
    "alerts",
    `Alerts (${alerts.length})`,
    items.length > 0 ? el("ul", { class: "report-alerts" }, items) : note("Nothing stands out."),
  );
}

/** Where the table comes from, and when and by whom this was made. */
export function provenanceMarkup(provenance: Provenance): MarkupElement {
  const { dataset, version, sha256, madeAt, madeBy, reportedAt, reportedBy, project } = provenance;
  return section(
    "provenance",
    "Provenance",
    facts([
      ["Project", project],
      ["Dataset", `${dataset} v${version}`],
      ["Made", `${timeText(madeAt)} by ${madeBy}`],
      ["From", `${provenance.origin}: ${provenance.source}`],
      ["SHA-256 of its source", provenance.sourceSha256],
      ["SHA-256", sha256],
      ["Simulated", provenance.simulated ? "yes: made, not measured" : null],
      ["Synthetic rows", provenance.synthetic ? "yes: its own, or of what it was made from" : null],
      ["Report", `${timeText(reportedAt)} by ${reportedBy}`],
    ]),
    note(
      "Each figure is over all rows where no note says otherwise. Text too long for its place ends in “…”; " +
        "the report as JSON has it whole.",
    ),
  );
}

function timeText(iso: string): string {
  return `${iso.slice(0, 16).replace("T", " ")} UTC`;
}
