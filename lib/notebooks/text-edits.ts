/** A change of a text: at `at`, in UTF-16 units, so many are removed and `text` is put there. */
export type TextEdit = { at: number; remove: number; text: string };

/** Lines that are compared with each other; more are replaced as one. */
const comparedLines = 1_000_000;

/** A text as it is kept: its lines end in LF, and it holds no half of a character. */
export function cleanText(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").toWellFormed();
}

/** A text after edits, which are in the order of their places in it and touch none twice. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let [made, from] = ["", 0];
  for (const { at, remove, text: put } of edits) {
    made += text.slice(from, at) + put;
    from = at + remove;
  }
  return made + text.slice(from);
}

/** Edits that lead from one text to another, by lines and within them, in the order of their places. */
export function editsBetween(from: string, to: string): TextEdit[] {
  const whole = trimmed({ at: 0, remove: from.length, text: to }, from);
  if (!whole) return [];
  const start = from.slice(0, whole.at).lastIndexOf("\n") + 1;
  const [left, right] = [whole.at + whole.remove, from.length - (whole.at + whole.remove)];
  const end = lineEnd(from, left);
  const put = to.slice(start, to.length - right + (end - left));
  const hunks = lineEdits(linesOf(from.slice(start, end)), linesOf(put));
  return hunks.flatMap((hunk) => trimmed({ ...hunk, at: hunk.at + start }, from) ?? []);
}

/**
 * Edits of a text as they are on the same text after somebody else's changes: what those removed is not
 * removed again, and what they put in stays.
 */
export function rebaseEdits(edits: readonly TextEdit[], base: string, current: string): TextEdit[] {
  const theirs = editsBetween(base, current);
  const placed = (place: number) =>
    theirs.reduce((now, { at, remove, text }) => {
      if (at + remove <= place) return now + text.length - remove;
      return at < place ? now + text.length - (place - at) : now;
    }, place);
  return edits.flatMap((edit) => {
    const left = remainingOf(edit, theirs).map(([start, end]) => ({
      at: placed(start),
      remove: end - start,
      text: "",
    }));
    if (edit.text === "") return left;
    const at = placed(edit.at);
    return left[0]?.at === at
      ? [{ ...left[0], text: edit.text }, ...left.slice(1)]
      : [{ at, remove: 0, text: edit.text }, ...left];
  });
}

/** What others left of a stretch that is to be removed, as stretches of the base. */
function remainingOf({ at, remove }: TextEdit, theirs: readonly TextEdit[]): [number, number][] {
  const end = at + remove;
  const remaining: [number, number][] = [];
  let from = at;
  for (const other of theirs) {
    if (other.at >= end || other.at + other.remove < from) continue;
    if (other.at > from) remaining.push([from, other.at]);
    from = Math.max(from, other.at + other.remove);
  }
  if (from < end) remaining.push([from, end]);
  return remaining;
}

/** An edit without what is the same on its sides; null where nothing else is left. */
function trimmed({ at, remove, text }: TextEdit, from: string): TextEdit | null {
  const most = Math.min(remove, text.length);
  let head = 0;
  while (head < most && from[at + head] === text[head]) head += 1;
  if (splitsPair(from, at + head) || splitsPair(text, head)) head -= 1;
  let tail = 0;
  const [end, last] = [at + remove, text.length];
  while (tail < most - head && from[end - 1 - tail] === text[last - 1 - tail]) tail += 1;
  if (tail > 0 && (splitsPair(from, end - tail) || splitsPair(text, last - tail))) tail -= 1;
  const left = { at: at + head, remove: remove - head - tail, text: text.slice(head, last - tail) };
  return left.remove === 0 && left.text === "" ? null : left;
}

/** Whether a place lies within a character of two units. */
function splitsPair(text: string, place: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(Math.max(0, place - 1), place + 1)) && place > 0;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end + 1;
}

/** The lines of a text, each with its end. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Whole lines that are replaced, by the longest common list of lines; places count from the first line. */
export function lineEdits(from: readonly string[], to: readonly string[]): TextEdit[] {
  if (from.length * to.length > comparedLines)
    return [{ at: 0, remove: from.join("").length, text: to.join("") }];
  const common = commonLengths(from, to);
  const edits: TextEdit[] = [];
  let [i, j, at] = [0, 0, 0];
  let open: TextEdit | null = null;
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      open = null;
      at += from[i++]!.length;
      j += 1;
      continue;
    }
    if (!open) edits.push((open = { at, remove: 0, text: "" }));
    if (j >= to.length || (i < from.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      open.remove += from[i]!.length;
      at += from[i++]!.length;
    } else open.text += to[j++];
  }
  return edits;
}

/** How many lines two texts have in common from line `i` of the one and `j` of the other on. */
function commonLengths(from: readonly string[], to: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: from.length + 1 }, () => new Uint32Array(to.length + 1));
  for (let i = from.length - 1; i >= 0; i--)
    for (let j = to.length - 1; j >= 0; j--)
      lengths[i]![j] =
        from[i] === to[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  return lengths;
}
