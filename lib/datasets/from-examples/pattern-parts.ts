/** A part of a pattern, and what it costs to say it. */
export type Part = { source: string; cost: number };

/** A text that means itself in a pattern. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`);
}

const inSet = (letter: string) => (/[\\^\]-]/.test(letter) ? `\\${letter}` : letter);

/** Patterns that a taken text may have; which of them fit is for the matcher to say. */
export function bodiesOf(texts: readonly string[], around: readonly string[]): Part[] {
  const [first = ""] = texts;
  const lengths = new Set(texts.map((text) => [...text].length));
  const width = lengths.size === 1 ? [...lengths][0]! : null;
  // One example says little of how long others are.
  const single = new Set(texts).size === 1 ? 1 : 0;
  const fixed = width === null || width === 0 || width > 100 ? [] : widths(width, single);
  const until = around.map((letter) => ({ source: `[^${inSet(letter)}]+`, cost: 1.4 }));
  const isConstant = texts.length > 1 && single === 1 && first !== "";
  const constant = isConstant ? [{ source: escaped(first), cost: 4 }] : [];
  return [...classes, ...fixed, ...until, ...shapes(first, single), ...constant];
}

const classes: readonly Part[] = [
  { source: String.raw`\d+`, cost: 1 },
  { source: "[A-Za-z]+", cost: 1 },
  { source: "[A-Z]+", cost: 1.2 },
  { source: "[a-z]+", cost: 1.2 },
  { source: "[A-Za-z0-9]+", cost: 1.3 },
  { source: String.raw`[-+]?\d+`, cost: 1.4 },
  { source: String.raw`\d+(?:\.\d+)?`, cost: 1.5 },
  { source: String.raw`\d+(?:,\d+)?`, cost: 1.6 },
  { source: String.raw`[-+]?\d+(?:\.\d+)?`, cost: 1.7 },
  { source: String.raw`[-+]?\d+(?:,\d+)?`, cost: 1.8 },
  { source: String.raw`\d[\d.,]*`, cost: 1.8 },
  { source: String.raw`[-+]?\d[\d.,]*`, cost: 1.9 },
  { source: String.raw`[-+]?\d[\d.,' ]*\d`, cost: 2.1 },
  { source: String.raw`\w+`, cost: 1.5 },
  { source: String.raw`\S+`, cost: 1.5 },
  { source: String.raw`[\w-]+`, cost: 1.6 },
  { source: "[A-Z][a-z]+", cost: 1.6 },
  { source: "[A-Za-z ]+", cost: 1.8 },
  { source: ".+", cost: 2 },
  { source: ".+?", cost: 2.1 },
  { source: ".*", cost: 2.2 },
];

function widths(width: number, single: number): Part[] {
  const of = (letters: string) => (width === 1 ? letters : `${letters}{${width}}`);
  return [
    { source: of(String.raw`\d`), cost: 1.3 + single },
    { source: of("[A-Z]"), cost: 1.4 + single },
    { source: of("[A-Za-z]"), cost: 1.4 + single },
    { source: of("."), cost: 1.9 + single },
  ];
}

/** The form of a text, with its signs as they stand: `AB-12` is letters, a hyphen, digits. */
function shapes(text: string, single: number): Part[] {
  const runs = text.match(/[A-Z]+|[a-z]+|\d+|[^A-Za-z\d]/gu) ?? [];
  if (runs.length < 2 || runs.length > 8) return [];
  const isSign = (run: string) => /^[^A-Za-z\d]/u.test(run);
  const classOf = (run: string) =>
    /^\d/.test(run) ? String.raw`\d` : /^[A-Z]/.test(run) ? "[A-Z]" : "[a-z]";
  const open = runs.map((run) => (isSign(run) ? escaped(run) : `${classOf(run)}+`)).join("");
  const exact = runs
    .map((run) => {
      if (isSign(run)) return escaped(run);
      return run.length === 1 ? classOf(run) : `${classOf(run)}{${run.length}}`;
    })
    .join("");
  return [
    { source: open, cost: 1.5 + runs.length * 0.2 },
    { source: exact, cost: 1.6 + runs.length * 0.2 + single },
  ];
}

/** What may stand before a taken text, from what stands before it in one value. */
export function leftsOf(before: string): Part[] {
  const parts: Part[] = [{ source: "", cost: 0 }];
  if (before === "") return [...parts, { source: "^", cost: 0.3 }];
  const letters = [...before];
  const last = letters.at(-1)!;
  const [signs] = /[^\p{L}\p{N}]+$/u.exec(before) ?? [];
  const [word] = /[\p{L}\p{N}]+[^\p{L}\p{N}]*$/u.exec(before) ?? [];
  parts.push({ source: escaped(last), cost: 0.6 });
  if (signs && signs !== last && signs.length <= 8) parts.push({ source: escaped(signs), cost: 0.7 });
  if (word && word.length <= 40) {
    parts.push({ source: escaped(word), cost: 0.9 });
    const spaced = word.trimEnd();
    if (spaced !== word) parts.push({ source: String.raw`${escaped(spaced)}\s*`, cost: 1 });
  }
  if (!/[\p{L}\p{N}]/u.test(last)) parts.push(...counted(before, last));
  parts.push({ source: String.raw`\b`, cost: 0.8 }, { source: `^.{${letters.length}}`, cost: 1.8 });
  const numbers = before.match(/\d+/g)?.length ?? 0;
  if (numbers > 0 && numbers <= 5)
    parts.push({ source: String.raw`^\D*(?:\d+\D+)${times(numbers)}`, cost: 1.3 });
  return parts;
}

/** The place behind a sign: after so many of them, or after the last one. */
function counted(before: string, sign: string): Part[] {
  const count = before.split(sign).length - 1;
  const others = `[^${inSet(sign)}]*${escaped(sign)}`;
  const from = count > 9 ? [] : [{ source: `^(?:${others})${times(count)}`, cost: 1.2 }];
  const spaced = sign === " " && count <= 9;
  const words = { source: String.raw`^\s*(?:\S+\s+)${times(count)}`, cost: 1.2 };
  return [...from, ...(spaced ? [words] : []), { source: `.*${escaped(sign)}`, cost: 0.9 }];
}

const times = (count: number) => (count === 1 ? "" : `{${count}}`);

/** What may stand behind a taken text, from what stands behind it in one value. */
export function rightsOf(behind: string): Part[] {
  const parts: Part[] = [{ source: "", cost: 0 }];
  if (behind === "") return [...parts, { source: "$", cost: 0.3 }];
  const letters = [...behind];
  const first = letters[0]!;
  const [word] = /^[^\p{L}\p{N}]*[\p{L}\p{N}]+/u.exec(behind) ?? [];
  const [signs] = /^[^\p{L}\p{N}]+/u.exec(behind) ?? [];
  parts.push({ source: escaped(first), cost: 0.6 }, { source: String.raw`\b`, cost: 0.8 });
  if (signs && signs !== first && signs.length <= 8) parts.push({ source: escaped(signs), cost: 0.7 });
  if (word && word.length <= 40) {
    parts.push({ source: escaped(word), cost: 0.9 });
    const bare = word.trimStart();
    parts.push({ source: String.raw`\s*${escaped(bare)}`, cost: 1 });
  }
  if (!/[\p{L}\p{N}]/u.test(first)) {
    const count = behind.split(first).length - 1;
    const others = `${escaped(first)}[^${inSet(first)}]*`;
    if (count <= 9) parts.push({ source: `(?:${others})${times(count)}$`, cost: 1.3 });
  }
  if (letters.length <= 100) parts.push({ source: `.{${letters.length}}$`, cost: 2 });
  return parts;
}
