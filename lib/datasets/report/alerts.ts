import { counted, percent } from "@/lib/format";
import type { QualityReport, TableReport, Variable } from "./report";

export type Alert = { title: string; detail: string; columns: string[] };

/** Beyond so much skew, and such a share of zeros or of missing cells, a column is told of. */
const muchSkew = 20;
const manyZeros = 0.1;
const manyMissing = 0.5;
const strong = 0.9;

/** What a report warns of: the findings, and what only a report looks at. */
export function alertsOf(report: TableReport | QualityReport): Alert[] {
  const { rows, variables, duplicates, findings } = report;
  const told: Alert[] = findings.map(({ title, detail, columns }) => ({ title, detail, columns }));
  if (duplicates.rows > 0)
    told.push({
      title: `${counted(duplicates.rows, "row")} repeat${duplicates.rows === 1 ? "s" : ""} another in full`,
      detail: `${counted(duplicates.groups, "different row")} more than once`,
      columns: [],
    });
  const about = (title: string, which: (variable: Variable) => string | null) => {
    const found = variables.flatMap((variable) => {
      const words = which(variable);
      return words === null ? [] : [{ name: variable.name, words }];
    });
    if (found.length > 0)
      told.push({
        title: `${counted(found.length, "column")} ${found.length === 1 ? "is" : "are"} ${title}`,
        detail: found.map(({ name, words }) => `${name} ${words}`).join(", "),
        columns: found.map(({ name }) => name),
      });
  };
  about(`missing in more than ${percent(manyMissing)} of rows`, ({ missing }) =>
    missing > manyMissing * rows ? percent(missing / rows) : null,
  );
  about(`zero in more than ${percent(manyZeros)} of rows`, ({ zeros }) =>
    zeros !== null && zeros > manyZeros * rows ? percent(zeros / rows) : null,
  );
  about(`highly skewed (beyond ${muchSkew})`, ({ description }) => {
    const skew = description?.skewness ?? 0;
    return Math.abs(skew) > muchSkew ? skew.toFixed(1) : null;
  });
  about(`strongly correlated with another (${strong} and more)`, ({ name }) => strongestOther(report, name));
  return told;
}

function strongestOther({ correlations: { mixed } }: TableReport, name: string): string | null {
  const at = mixed?.columns.indexOf(name) ?? -1;
  if (!mixed || at < 0) return null;
  let best = -1;
  mixed.values[at]!.forEach((value, i) => {
    if (i !== at && (value ?? 0) >= strong && (value ?? 0) > (mixed.values[at]![best] ?? 0)) best = i;
  });
  return best < 0 ? null : `with ${mixed.columns[best]}`;
}
