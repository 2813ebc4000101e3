import { encodings, type CsvOptions, type ImportOptions } from "@/lib/datasets/import-options";
import { proposedBoundaries } from "@/lib/datasets/fixed-width";
import { BoundariesField } from "./boundaries-field";
import { Choice, Flag } from "./step-choices";
import { Field } from "@/components/ui/field";
import { MissingCodes } from "./missing-codes";
import { NumberField } from "./number-field";
import { thousandsMarks } from "./number-marks";

type Props = {
  asked: CsvOptions;
  used: ImportOptions | null;
  /** The first lines of the file as they stand there. */
  lines: readonly string[];
  onChange: (part: Partial<CsvOptions>) => void;
};
type NumberKey = "skipLines" | "headerLines" | "firstRow" | "lastRow" | "footerLines";

const fixed = "fixed width";
const delimiters = [
  { value: ",", label: "comma" },
  { value: ";", label: "semicolon" },
  { value: "\t", label: "tab" },
  { value: "|", label: "bar" },
  { value: fixed, label: "none: columns of fixed width" },
];
const quotes = [
  { value: '"', label: "double quote" },
  { value: "'", label: "single quote" },
  { value: "none", label: "nothing" },
];
const raggedRows = ["refuse", "keep out", { value: "fill", label: "fill short ones up with missing cells" }];
const numbers: readonly (readonly [NumberKey, string, number])[] = [
  ["skipLines", "Lines left out before the header", 0],
  ["headerLines", "Lines of the header", 0],
  ["firstRow", "First row", 1],
  ["lastRow", "Last row", 1],
  ["footerLines", "Lines left out at the end", 0],
];

/** The options of a whole CSV file; what is not asked for stands as it was found out. */
export function ImportFields({ asked, used, lines, onChange }: Props) {
  const found = used?.format === "csv" ? used : null;
  const empty = (value: string | undefined) => (value ? `as found: ${value}` : "as found");
  const split = found?.boundaries ? fixed : found?.delimiter;
  const named = split === fixed ? fixed : delimiters.find(({ value }) => value === split)?.label;
  const boundaries = asked.boundaries ?? found?.boundaries;
  const propose = () => boundaries ?? proposedBoundaries(lines.slice(asked.skipLines ?? 0));
  return (
    <fieldset>
      <legend>How the file is written</legend>
      <Choice
        label="Encoding"
        value={asked.encoding ?? ""}
        options={encodings}
        empty={empty(found?.encoding)}
        onChange={(value) => onChange({ encoding: encodings.find((one) => one === value) })}
      />
      <Choice
        label="Delimiter"
        value={asked.boundaries ? fixed : (asked.delimiter ?? "")}
        options={delimiters}
        empty={empty(named)}
        onChange={(value) =>
          onChange(
            value === fixed
              ? { boundaries: propose(), delimiter: undefined, quote: undefined }
              : { boundaries: undefined, delimiter: value },
          )
        }
      />
      {boundaries ? (
        <BoundariesField boundaries={boundaries} onChange={(places) => onChange({ boundaries: places })} />
      ) : (
        <Choice
          label="Cells with delimiters stand in"
          value={asked.quote === "" ? "none" : (asked.quote ?? "")}
          options={quotes}
          empty={empty(quotes.find(({ value }) => value === (found?.quote || "none"))?.label)}
          onChange={(value) => onChange({ quote: value === "none" ? "" : (value as CsvOptions["quote"]) })}
        />
      )}
      <Choice
        label="Decimal mark"
        value={asked.decimal ?? ""}
        options={[".", ","]}
        empty={empty(undefined)}
        onChange={(value) => onChange({ decimal: value as CsvOptions["decimal"] })}
      />
      <Choice
        label="Mark of thousands"
        value={asked.thousands ?? ""}
        options={thousandsMarks}
        empty={empty(undefined)}
        onChange={(value) => onChange({ thousands: value as CsvOptions["thousands"] })}
      />
      <Choice
        label="Order of dates"
        value={asked.dateOrder ?? ""}
        options={["day first", "month first", "year first"]}
        empty={empty(undefined)}
        onChange={(value) => onChange({ dateOrder: value as CsvOptions["dateOrder"] })}
      />
      {numbers.map(([key, label, least]) => (
        <NumberField
          key={key}
          label={label}
          least={least}
          value={asked[key]}
          found={found?.[key]}
          onChange={(value) => onChange({ [key]: value })}
        />
      ))}
      <Field
        label="Comments begin with"
        value={asked.comment ?? ""}
        maxLength={3}
        onChange={({ target }) => onChange({ comment: target.value || undefined })}
      />
      <MissingCodes
        label="Missing cells are"
        codes={asked.missing}
        onChange={(missing) => onChange({ missing })}
      />
      <Choice
        label="Rows of another length"
        value={asked.ragged ?? ""}
        options={raggedRows}
        empty="refuse"
        onChange={(value) => onChange({ ragged: value as CsvOptions["ragged"] })}
      />
      <Flag
        label="A row of units follows the header"
        checked={asked.unitsRow ?? false}
        onChange={(unitsRow) => onChange({ unitsRow })}
      />
      <Flag
        label="Leave out rows that repeat the header"
        checked={asked.dropRepeatedHeaders ?? false}
        onChange={(dropRepeatedHeaders) => onChange({ dropRepeatedHeaders })}
      />
    </fieldset>
  );
}
