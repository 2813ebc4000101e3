import Link from "next/link";
import { exact, fixed, integer, significant } from "@/lib/format";
import type { ColumnProfile } from "@/lib/datasets/profile";
import type { MaskedFor } from "@/lib/datasets/shown";
import { Distribution } from "./distribution";
import { MaskedMark, maskForYou } from "./masked-mark";
import { shortNames } from "./short-names";
import { TypeIcon } from "./type-icon";

/** As many characters of a name as fit, alone and beside a short or a long flag. */
const labelCharacters = { none: 22, target: 18, copy: 15, constant: 12, identifier: 12 };
type Props = {
  columns: ColumnProfile[];
  targetName: string | null;
  units: Record<string, string>;
  masks: readonly MaskedFor[];
  /** Address of a column's page, but for which one. */
  here: string;
};

/** One row a column: its distribution and its figures. */
export function ColumnTable({ columns, targetName, units, masks, here }: Props) {
  const names = columns.map(({ name }) => name);
  const labels = new Map(
    [...new Set(Object.values(labelCharacters))].map((most) => [most, shortNames(names, most)]),
  );
  return (
    <div className="scroll" role="region" aria-label="Columns" tabIndex={0}>
      <table className="t cols">
        <caption className="sr">Columns</caption>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Distribution</th>
            {["Min", "Median", "Max"].map((label) => (
              <th key={label} scope="col" className="r wide">
                {label}
              </th>
            ))}
            {["Mean", "SD", "Skew", "Kurt.", "Q1", "Q3"].map((label) => (
              <th key={label} scope="col" className="r wide more-figures">
                {label}
              </th>
            ))}
            <th scope="col" className="r wide distinct">
              Distinct
            </th>
            <th scope="col" className="r wide distinct">
              Missing
            </th>
            {targetName ? (
              <th
                scope="col"
                className="r"
                title={`With ${targetName}: Pearson’s r, Cramér’s V or the correlation ratio, by type`}
              >
                r, target
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {columns.map((column, i) => (
            <ColumnRow
              key={column.name}
              label={labels.get(labelCharacters[column.flag ?? "none"])![i]!}
              column={column}
              targetName={targetName}
              unit={units[column.name]}
              mask={maskForYou(masks, column.name)}
              href={`${here}&column=${encodeURIComponent(column.name)}${
                targetName && targetName !== column.name ? `&target=${encodeURIComponent(targetName)}` : ""
              }`}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = {
  column: ColumnProfile;
  /** Its name as it fits. */
  label: string;
  targetName: string | null;
  unit: string | undefined;
  mask: MaskedFor | undefined;
  href: string;
};

function ColumnRow({ column, label, targetName, unit, mask, href }: RowProps) {
  const { name, type, flag, description, distinct, missing } = column;
  const days = ((description?.max ?? 0) - (description?.min ?? 0)) / 86_400_000;
  return (
    <tr className={flag && flag !== "target" ? "flag" : undefined}>
      <td>
        <span className="colname">
          <TypeIcon type={type} />
          <Link href={href} title={name} className={flag === "target" ? "medium" : undefined}>
            {label}
          </Link>
          {unit ? <small className="t3">{unit}</small> : null}
          {mask ? <MaskedMark mask={mask} /> : null}
          {flag ? <em className={`chip mini not-italic ${flag}`}>{flag}</em> : null}
        </span>
      </td>
      <td>
        <Distribution column={column} />
      </td>
      {type === "boolean" ? (
        <td colSpan={3} className="r wide">
          {(column.top ?? []).map(({ value, count }) => `${integer(count)} ${value}`).join(" · ")}
        </td>
      ) : (
        [description?.min, description?.quartiles?.[1], description?.max].map((value, i) => (
          <Figure key={i} value={value} isDate={type === "date"} days={days} />
        ))
      )}
      {[
        description?.mean,
        description?.sd,
        description?.skewness,
        description?.kurtosis,
        description?.quartiles?.[0],
        description?.quartiles?.[2],
      ].map((value, i) => (
        <Figure
          key={i}
          value={type === "date" && i > 0 && i < 4 ? null : value}
          isDate={type === "date"}
          days={days}
          className="more-figures"
        />
      ))}
      <td className="r t2 wide distinct">{integer(distinct)}</td>
      <td className="r t2 wide distinct">{missing > 0 ? integer(missing) : <span className="t3">–</span>}</td>
      {targetName ? (
        <td className="r">
          <Association column={column} />
        </td>
      ) : null}
    </tr>
  );
}

/** The target stands above the columns that are to tell it. */
export function targetFirst(columns: readonly ColumnProfile[]): ColumnProfile[] {
  return columns.toSorted((a, b) => Number(b.flag === "target") - Number(a.flag === "target"));
}

type FigureProps = {
  value: number | null | undefined;
  isDate: boolean;
  /** How many days a column of dates spans: over years the month is told, else the day. */
  days: number;
  className?: string;
};

/** A figure in three digits, or a date; whole in its title. */
function Figure({ value, isDate, days, className = "" }: FigureProps) {
  const whole = isDate ? dateOf(value) : exact(value);
  return (
    <td className={`r wide ${className}`} title={whole === "–" ? undefined : whole}>
      {isDate ? whole.slice(0, days > 730 ? 7 : 10) : significant(value, 3)}
    </td>
  );
}

function Association({ column: { association, flag } }: { column: ColumnProfile }) {
  if (!association) return <span className="t3">–</span>;
  const { value, method } = association;
  const width = Math.min(23, Math.abs(value) * 60);
  return (
    <span className="row justify-end" title={`${method} ${fixed(value, 4)}`}>
      {flag === "target" ? null : (
        <svg width="46" height="12" viewBox="0 0 46 12" aria-hidden="true">
          <path d="M23 0v12" stroke="var(--line-strong)" />
          <rect
            x={value < 0 ? 23 - width : 23}
            y="3"
            width={width}
            height="6"
            rx="1"
            fill={value < 0 ? "var(--div-3)" : "var(--div-9)"}
          />
        </svg>
      )}
      <span className="r-value">{fixed(value, 2)}</span>
    </span>
  );
}

function dateOf(milliseconds: number | null | undefined): string {
  return milliseconds === null || milliseconds === undefined
    ? "–"
    : new Date(milliseconds)
        .toISOString()
        .replace(/T00:00:00\.000Z$/, "")
        .replace("T", " ")
        .replace(/\.000Z$/, "");
}
