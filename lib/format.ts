const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A true minus, and none before a zero: −0.00 is no number that anybody measured. */
function signed(text: string): string {
  return text.startsWith("-") && /[1-9]/.test(text) ? `−${text.slice(1)}` : text.replace(/^-/, "");
}

function exponent(text: string): string {
  return signed(text.replace(/\.?0*e\+?/, "e")).replace("e-", "e−");
}

/** A whole number with commas and a true minus. */
export function integer(value: number): string {
  return signed(grouped.format(value));
}

/**
 * A number with as many digits as it takes to read the very same number back; an en dash for none,
 * NaN by name.
 */
export function exact(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const text = String(value);
  return text.includes("e") ? exponent(text) : signed(text);
}

/**
 * Decimals up to which a column of numbers is filled up with zeros,
 * so that its points stand below each other.
 */
const paddedDecimals = 8;

/** Writes the numbers of a column exactly, with the same decimals where eight are enough for all of them. */
export function exactColumn(values: Iterable<number | null | undefined>): (value: number | null) => string {
  let decimals = 0;
  for (const value of values) {
    const text = exact(value);
    decimals = Math.max(decimals, text.includes("e") ? Infinity : (text.split(".")[1]?.length ?? 0));
  }
  if (decimals === 0 || decimals > paddedDecimals) return exact;
  return (value) => {
    const text = exact(value);
    if (!/\d/.test(text)) return text;
    const [whole, fraction = ""] = text.split(".");
    return `${whole}.${fraction.padEnd(decimals, "0")}`;
  };
}

/**
 * A measured or computed number rounded to `digits` significant digits, such as 0.00101, 46,504 or 1.8e−4;
 * from 1,000 on to the nearest whole, from a billion on with an exponent; an en dash for none. Never for what
 * stands in a table as data: that is `exact`.
 */
export function significant(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size >= 1e9 || (size < 1e-3 && size > 0)) return exponent(value.toExponential(digits - 1));
  if (Number.isInteger(value) || size >= 1_000) return integer(value);
  return signed(String(Number(value.toPrecision(digits))));
}

/** A number with fixed decimals; an en dash for none. */
export function fixed(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  return Math.abs(value) < 1e21 ? signed(value.toFixed(decimals)) : exact(value);
}

/**
 * How many decimals a column of measured numbers shows: enough for the largest to have four digits;
 * 0 where all are whole.
 */
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
  return signed(
    value.toLocaleString("en", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
  );
}

/** A share as per cent, such as 16.1 %. */
export function percent(share: number): string {
  return `${fixed(share * 100, 1)} %`;
}

/**
 * A number at a tick of an axis, exactly but for the noise of its last digits: 0.2, 46,500, 2.458 M, 1e−5.
 */
export function tick(value: number): string {
  const clean = Number(value.toPrecision(12));
  const size = Math.abs(clean);
  if (size >= 1e6 && size < 1e9) return `${exact(Number((clean / 1e6).toPrecision(12)))} M`;
  if (size >= 1e9 || (size < 1e-4 && size > 0)) return exponent(clean.toExponential());
  const [whole, fraction] = exact(clean).split(".");
  const digits = whole!.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction ? `${digits}.${fraction}` : digits;
}

/** A length of time in the two units that matter, such as 8 ms, 5.0 s, 1 m 52 s. */
export function duration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined) return "–";
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 9_950) return `${(milliseconds / 1_000).toFixed(1)} s`;
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
  const units = ["kB", "MB", "GB", "TB"];
  let [value, unit] = [count / 1e3, 0];
  while (value >= 999.5 && unit < units.length - 1) [value, unit] = [value / 1e3, unit + 1];
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
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
  const first = (word: string | undefined) => [...(word ?? "")][0] ?? "";
  return ((first(words[0]) || "?") + (words.length > 1 ? first(words.at(-1)) : "")).toUpperCase();
}

/** Which of the five colours of people a name gets; always the same. */
export function personColour(name: string): number {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + char.codePointAt(0)!) % 997;
  return (sum % 4) + 1;
}
