import { missingCodes } from "@/lib/datasets/import-note";
import { Flag } from "./step-choices";
import { TextLines } from "./text-lines";

const usual = missingCodes.filter((code) => code !== "").join(", ");
type Props = {
  label: string;
  codes: readonly string[] | undefined;
  /** What holds where no code is given. */
  otherwise?: string;
  onChange: (codes: string[] | undefined) => void;
};

/** What stands for a missing cell: the usual codes, others, or none, so that only empty cells are missing. */
export function MissingCodes({ label, codes, otherwise = `the usual ones: ${usual}`, onChange }: Props) {
  const none = codes?.length === 0;
  return (
    <>
      <TextLines
        label={label}
        hint={`One a line. Without any, ${otherwise}. An empty cell is always missing.`}
        values={codes ?? []}
        onChange={(lines) => onChange(lines.length > 0 ? lines : undefined)}
      />
      <Flag
        label="Only empty cells are missing"
        checked={none}
        onChange={(checked) => onChange(checked ? [] : undefined)}
      />
    </>
  );
}
