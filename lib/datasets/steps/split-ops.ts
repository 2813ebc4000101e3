import { splitColumn } from "../split-column";
import { pythonText } from "./ops";
import type { HeldColumn, RecipeOp } from "./step";

type Split = {
  how: "random" | "grouped";
  test: number;
  seed: number;
  stratify?: string | undefined;
  group?: string | undefined;
};

/** A split in Python, which draws by the same hashes; the index of the frame is the number of each row. */
export function splitOp(step: Split, columns: readonly HeldColumn[]): RecipeOp {
  const cells = (name: string | undefined) => (name === undefined ? "None" : `df[${pythonText(name)}]`);
  const chance = [`seed=${step.seed}`, `share="${step.test}"`, `strata=${cells(step.stratify)}`];
  const call =
    step.how === "grouped"
      ? `split_groups(df, ${cells(step.group)}, ${chance.join(", ")})`
      : `split_rows(df, ${chance.join(", ")})`;
  return {
    op: "python",
    lines: [`df[${pythonText(splitColumn)}] = ${call}`],
    after: [...columns, { name: splitColumn, type: "text" }],
  };
}
