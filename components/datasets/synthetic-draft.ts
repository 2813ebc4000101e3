import type { SynthesisPlan } from "@/lib/datasets/synthetic/plan";

/** What is written in the form, numbers as they are typed. */
export type SyntheticDraft = {
  name: string;
  output: "alone" | "appended";
  mark: string;
  classColumn: string;
  rows: string;
  /** Rows of a class, where somebody typed them. */
  rowsOf: Readonly<Record<string, string>>;
  seed: string;
  leaveOut: readonly string[];
};

/** The form before anything is typed: as many rows as there are. */
export function draftOf(dataset: string, rows: number, mark: string): SyntheticDraft {
  return {
    name: `${dataset}-synthetic`,
    output: "alone",
    mark,
    classColumn: "",
    rows: String(rows),
    rowsOf: {},
    seed: "42",
    leaveOut: [],
  };
}

type Classes = NonNullable<SynthesisPlan["classes"]>;

/** The rows of a class: what was typed, else what makes all classes as large as the largest. */
export function rowsOfClass(
  { output, rowsOf }: Pick<SyntheticDraft, "output" | "rowsOf">,
  { value, rows, lacking }: Classes[number],
  plan: Pick<SynthesisPlan, "leastRows">,
): string {
  if (rows < plan.leastRows) return "0";
  if (Object.hasOwn(rowsOf, value)) return rowsOf[value]!;
  return String(output === "appended" ? lacking : rows + lacking);
}

/** What is sent of the form. */
export function bodyOf(draft: SyntheticDraft, counted: SynthesisPlan | null): object {
  const { name, output, mark, classColumn, rows, seed, leaveOut } = draft;
  const classes = counted?.classes?.map((one) => ({
    value: one.value,
    rows: Number(rowsOfClass(draft, one, counted)),
  }));
  return {
    name: name.trim(),
    output,
    ...(output === "appended" ? { mark } : {}),
    ...(classColumn === "" || !classes
      ? { rows: Number(rows) }
      : { byClass: { column: classColumn, rows: classes } }),
    seed: Number(seed),
    leaveOut: leaveOut.filter((column) => column !== classColumn),
  };
}
