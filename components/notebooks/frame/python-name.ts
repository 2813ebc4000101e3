import type { VariableNote } from "@/lib/notebooks/protocol";

/** A value that lives in a kernel: what it is, and in which of its lives. */
export class PythonName {
  constructor(
    readonly noted: VariableNote,
    readonly life: string,
  ) {}
}

type Raised = { name: string; message: string; line: number | null };

/** An error of a Python cell, with the line of its own text. */
export class PythonError extends Error {
  readonly line: number | null;

  constructor({ name, message, line }: Raised) {
    super(message);
    this.name = name;
    this.line = line;
  }
}

const givers = new Map<string, number>();

/** How a Python cell reads a name: that of another Python cell stays in the kernel. */
export function inputOf(name: string): string {
  return givers.has(name) ? `python ${name}` : name;
}

/** Takes note of which names Python cells give now. @returns those of which it changed who gives them */
export function exchangeNames(before: readonly string[], after: readonly string[]): Set<string> {
  const changed = new Set<string>();
  const count = (name: string, by: 1 | -1) => {
    const was = givers.get(name) ?? 0;
    if (was + by === 0) givers.delete(name);
    else givers.set(name, was + by);
    if (was === 0 || was + by === 0) {
      if (changed.has(name)) changed.delete(name);
      else changed.add(name);
    }
  };
  for (const name of before) count(name, -1);
  for (const name of after) count(name, 1);
  return changed;
}
