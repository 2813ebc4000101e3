import type { ImportOptions, XlsxOptions } from "@/lib/datasets/import-options";
import { MissingCodes } from "./missing-codes";
import { NumberField } from "./number-field";
import { Flag } from "./step-choices";

type Props = {
  asked: XlsxOptions;
  used: ImportOptions | null;
  onChange: (part: Partial<XlsxOptions>) => void;
};
type NumberKey = "headerRow" | "headerLines" | "lastRow" | "footerLines";
const numbers: readonly (readonly [NumberKey, string, number])[] = [
  ["headerRow", "Row of the sheet in which the header begins", 1],
  ["headerLines", "Rows of the header", 0],
  ["lastRow", "Last row of the sheet that is read", 1],
  ["footerLines", "Rows left out at the end, such as totals", 0],
];

/** The options of a sheet of Excel; what is not asked for stands as it was found out. */
export function SheetFields({ asked, used, onChange }: Props) {
  const found = used?.format === "xlsx" ? used : null;
  const sheet = asked.sheet ?? found?.sheet;
  return (
    <fieldset>
      <legend>How the sheet is laid out</legend>
      {sheet === undefined ? null : (
        <p className="row">
          <span className="grow clip">
            Sheet <span className="medium">{sheet}</span>
          </span>
          {asked.sheet === undefined ? null : (
            <button type="button" className="btn-link" onClick={() => onChange({ sheet: undefined })}>
              Choose another sheet
            </button>
          )}
        </p>
      )}
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
      <Flag
        label="A row of units follows the header"
        checked={asked.unitsRow ?? false}
        onChange={(unitsRow) => onChange({ unitsRow })}
      />
      <Flag
        label="Leave out hidden rows and columns"
        checked={asked.hidden === "leave out"}
        onChange={(checked) => onChange({ hidden: checked ? "leave out" : undefined })}
      />
      <MissingCodes
        label="Missing cells are"
        codes={asked.missing}
        onChange={(missing) => onChange({ missing })}
      />
    </fieldset>
  );
}
