import type { Pattern, Range } from "./pattern";

/** A program that walks all ways of matching at once: time grows with the text, never beyond. */
export type Program = { steps: readonly Step[]; slots: number };
type Step =
  | { op: "set"; ranges: readonly Range[]; negated: boolean }
  | { op: "split"; first: number; second: number }
  | { op: "jump"; to: number }
  | { op: "save"; slot: number }
  | { op: "start" | "end" | "boundary" | "inside" | "match" };

/** A pattern as a program; of several ways to match it prefers those that Perl and RE2 do. */
export function compilePattern(pattern: Pattern, captures: number): Program {
  const steps: Step[] = [{ op: "save", slot: 0 }];
  emit(steps, pattern);
  steps.push({ op: "save", slot: 1 }, { op: "match" });
  return { steps, slots: 2 * (captures + 1) };
}

function emit(steps: Step[], pattern: Pattern): void {
  switch (pattern.op) {
    case "sequence":
      pattern.parts.forEach((part) => emit(steps, part));
      return;
    case "group":
      if (pattern.capture === null) return emit(steps, pattern.of);
      steps.push({ op: "save", slot: 2 * pattern.capture });
      emit(steps, pattern.of);
      steps.push({ op: "save", slot: 2 * pattern.capture + 1 });
      return;
    case "choice":
      return emitChoice(steps, pattern.parts);
    case "repeat":
      return emitRepeat(steps, pattern);
    default:
      steps.push(pattern);
  }
}

function emitChoice(steps: Step[], [first, ...others]: readonly Pattern[]): void {
  if (others.length === 0) return emit(steps, first!);
  const split = { op: "split" as const, first: steps.length + 1, second: 0 };
  steps.push(split);
  emit(steps, first!);
  const jump = { op: "jump" as const, to: 0 };
  steps.push(jump);
  split.second = steps.length;
  emitChoice(steps, others);
  jump.to = steps.length;
}

function emitRepeat(steps: Step[], { of, least, most, lazy }: Extract<Pattern, { op: "repeat" }>): void {
  for (let i = 0; i < least; i++) emit(steps, of);
  const open: (() => void)[] = [];
  const again = () => {
    const split = { op: "split" as const, first: 0, second: 0 };
    const [inside, out] = lazy ? (["second", "first"] as const) : (["first", "second"] as const);
    split[inside] = steps.length + 1;
    steps.push(split);
    emit(steps, of);
    open.push(() => (split[out] = steps.length));
    return steps.length;
  };
  if (most === null) {
    const start = steps.length;
    again();
    steps.push({ op: "jump", to: start });
  } else for (let i = least; i < most; i++) again();
  open.forEach((close) => close());
}

type Thread = { at: number; slots: Int32Array };

/**
 * The first match in a text of code points from a place on: where it and its groups begin and end, -1 for a
 * group that took no part; or null.
 */
export function matchPattern(program: Program, letters: readonly number[], from = 0): Int32Array | null {
  const seen = new Int32Array(program.steps.length).fill(-1);
  let threads: Thread[] = [];
  let best: Int32Array | null = null;
  for (let at = from; at <= letters.length; at++) {
    const next: Thread[] = [];
    const here: Thread[] = [];
    threads.forEach((thread) => follow(program, letters, at, thread, here, seen));
    if (!best) {
      const slots = new Int32Array(program.slots).fill(-1);
      follow(program, letters, at, { at: 0, slots }, here, seen);
    }
    for (const { at: step, slots } of here) {
      const { op } = program.steps[step]!;
      if (op === "match") {
        best = slots;
        break;
      }
      if (at < letters.length && isMember(program.steps[step]!, letters[at]!))
        next.push({ at: step + 1, slots });
    }
    threads = next;
    if (threads.length === 0 && best) break;
  }
  return best;
}

/** Adds what can be reached without a letter, in order of preference, each step once for each place. */
function follow(
  program: Program,
  letters: readonly number[],
  at: number,
  from: Thread,
  into: Thread[],
  seen: Int32Array,
): void {
  const open = [from];
  for (let thread = open.pop(); thread; thread = open.pop()) {
    if (seen[thread.at] === at) continue;
    seen[thread.at] = at;
    const step = program.steps[thread.at]!;
    if (step.op === "set" || step.op === "match") into.push(thread);
    else if (step.op === "jump") open.push({ ...thread, at: step.to });
    else if (step.op === "split") open.push({ ...thread, at: step.second }, { ...thread, at: step.first });
    else if (step.op === "save") {
      const slots = thread.slots.slice();
      slots[step.slot] = at;
      open.push({ at: thread.at + 1, slots });
    } else if (holds(step.op, letters, at)) open.push({ ...thread, at: thread.at + 1 });
  }
}

function isMember(step: Step, letter: number): boolean {
  if (step.op !== "set") return false;
  return step.ranges.some(([first, last]) => letter >= first && letter <= last) !== step.negated;
}

function holds(op: "start" | "end" | "boundary" | "inside", letters: readonly number[], at: number): boolean {
  if (op === "start") return at === 0;
  if (op === "end") return at === letters.length;
  return (isWord(letters[at - 1]) !== isWord(letters[at])) === (op === "boundary");
}

function isWord(letter: number | undefined): boolean {
  return letter !== undefined && letter < 128 && /\w/.test(String.fromCharCode(letter));
}
