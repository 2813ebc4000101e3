import { el, escapeHtml, toHtml } from "@/lib/markup";
import { reportMarkup } from "./markup/report";
import type { QualityReport } from "./report";

/**
 * A report as one file of HTML: no script, nothing that it loads, and nothing that leads elsewhere.
 *
 * @param styles the product's tokens and the report's style sheet
 */
export function reportFile(report: QualityReport, styles: string): string {
  const { dataset, version } = report.provenance;
  const title = `${dataset} v${version}: quality report`;
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  return (
    `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">\n` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">\n` +
    `<title>${escapeHtml(title)}</title>\n<style>\n${styles}\n</style>\n</head>\n` +
    `<body class="report-file">\n${toHtml(el("h1", {}, title))}\n${toHtml(reportMarkup(report))}\n` +
    "</body>\n</html>\n"
  );
}
