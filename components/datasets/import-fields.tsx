import { encodings, type CsvOptions, type ImportOptions } from "@/lib/datasets/import-options";
import { Choice, Flag } from "./step-choices";
import { Field } from "@/components/ui/field";

type Props = {
  asked: CsvOptions;
  used: ImportOptions | null;
  onChange: (part: Partial<CsvOptions>) => void;
};
type NumberKey = "skipLines" | "headerLines" | "firstRow" | "lastRow" | "footerLines";

const delimiters = [
  { value: ",", label: "comma" },
  { value: ";", label: "semicolon" },
  { value: "\t", label: "tab" },
  { value: "|", label: "bar" },
];
const thousands = [
  { value: ".", label: "dot" },
  { value: ",", label: "comma" },
  { value: " ", label: "space" },
  { value: "'", label: "apostrophe" },
];
const numbers: readonly (readonly [NumberKey, string])[] = [
  ["skipLines", "Lines left out before the header"],
  ["headerLines", "Lines of the header"],
  ["firstRow", "First row"],
  ["lastRow", "Last row"],
  ["footerLines", "Lines left out at the end"],
];

/** The options of a whole CSV file; what is not asked for stands as it was found out. */
export function ImportFields({ asked, used, onChange }: Props) {
  const found = used?.format === "csv" ? used : null;
  const empty = (value: string | undefined) => (value ? `as found: ${value}` : "as found");
  const named = delimiters.find(({ value }) => value === found?.delimiter)?.label;
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
        value={asked.delimiter ?? ""}
        options={delimiters}
        empty={empty(named)}
        onChange={(delimiter) => onChange({ delimiter })}
      />
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
        options={thousands}
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
      {numbers.map(([key, label]) => (
        <Field
          key={key}
          label={label}
          type="number"
          min={0}
          value={asked[key] ?? ""}
          placeholder={found?.[key] === undefined ? "" : String(found[key])}
          onChange={({ target }) =>
            onChange({ [key]: target.value === "" ? undefined : Number(target.value) })
          }
        />
      ))}
      <Field
        label="Comments begin with"
        value={asked.comment ?? ""}
        maxLength={3}
        onChange={({ target }) => onChange({ comment: target.value || undefined })}
      />
      <Choice
        label="Rows of another length"
        value={asked.ragged ?? ""}
        options={["refuse", "keep out"]}
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
