const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A whole number with commas and a true minus. */
export function integer(value: number): string {
  return grouped.format(value).replace("-", "−");
}

/** A measured number in at most `digits` significant digits, such as 0.00101, 46,504 or 1.8e−4; an en dash for none. */
export function significant(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e7) return integer(value);
  if (size >= 1e9) return value.toExponential(2).replace("-", "−").replace("e+", "e");
  if (size >= 1e6) return `${fixed(value / 1e6, 2)} M`;
  if (size >= 1_000) return integer(Math.round(value));
  if (size < 1e-3) return value.toExponential(1).replaceAll("-", "−").replace("+", "");
  return String(Number(value.toPrecision(digits))).replace("-", "−");
}

/** A number with fixed decimals; an en dash for none. */
export function fixed(value: number | null | undefined, decimals: number): string {
  return value === null || value === undefined || Number.isNaN(value)
    ? "–"
    : value
        .toFixed(decimals)
        .replace(/^-(?=[0.]*$)/, "")
        .replace("-", "−");
}

/** How many decimals a column of measured numbers shows: enough for the largest to have four digits; 0 where all are whole. */
export function columnDecimals(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  if (finite.every(Number.isInteger)) return 0;
  const largest = Math.max(...finite.map(Math.abs));
  return Math.min(12, Math.max(0, 3 - Math.max(-9, Math.floor(Math.log10(largest)) + (largest < 1 ? 1 : 0))));
}

/**
 * A measured number in a column of so many decimals: "–" where there is none, NaN and ∞ by name. What
 * would be cut to nothing, or is too long for a column, stands with an exponent.
 */
export function measured(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined) return "–";
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size >= 1e9 || (value !== 0 && size < 0.5 * 10 ** -decimals))
    return value.toExponential(2).replaceAll("-", "−").replace("+", "");
  return size >= 1_000 ? groupedFixed(value, decimals) : fixed(value, decimals);
}

function groupedFixed(value: number, decimals: number): string {
  return value
    .toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    .replace("-", "−");
}

/** A number with every digit that it has, as a person reads it. */
export function exact(value: number): string {
  return String(value).replaceAll("-", "−");
}

/** A share as per cent, such as 16.1 %. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** A length of time in the two units that matter, such as 8 ms, 5.0 s, 1 m 52 s. */
export function duration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined) return "–";
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 10_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} m ${String(seconds % 60).padStart(2, "0")} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} m`;
}

/** How many of something, such as 1 run, 2,000 runs. */
export function counted(count: number, word: string): string {
  return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}

/** A size such as 2.1 MB. */
export function bytes(count: number | null | undefined): string {
  if (count === null || count === undefined) return "–";
  if (count < 1_000) return `${count} B`;
  const [value, unit] =
    count < 1e6 ? [count / 1e3, "kB"] : count < 1e9 ? [count / 1e6, "MB"] : [count / 1e9, "GB"];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** How long ago, under a day; the date, before. */
export function ago(at: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  const sameYear = at.getUTCFullYear() === now.getUTCFullYear();
  return at.toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
    timeZone: "UTC",
  });
}

/** Initials for an avatar. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? words.at(-1)![0] : "")).toUpperCase();
}

/** Which of the five colours of people a name gets; always the same. */
export function personColour(name: string): number {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + char.codePointAt(0)!) % 997;
  return (sum % 4) + 1;
}
