import { Plus, X } from "lucide-react";
import { useState } from "react";
import type { ColumnOptions } from "@/lib/datasets/import-options";
import { MissingCodes } from "./missing-codes";
import { thousandsMarks } from "./number-marks";
import { Choice } from "./step-choices";
import { TextLines } from "./text-lines";

type Props = {
  name: string;
  asked: Omit<ColumnOptions, "name">;
  onChange: (set: Partial<ColumnOptions>) => void;
};

const fails = [
  { value: "missing", label: "are missing, and listed" },
  { value: "drop rows", label: "leave out their rows" },
  { value: "refuse", label: "refuse the file" },
];

/** How one column is read: its marks, dates, codes, what stands in place of cells, and what fails. */
export function ColumnReading({ name, asked, onChange }: Props) {
  return (
    <fieldset className="column-reading">
      <legend>How {name} is written</legend>
      <Choice
        label="Decimal mark"
        value={asked.decimal ?? ""}
        options={[".", ","]}
        empty="as found"
        onChange={(value) => onChange({ decimal: value as ColumnOptions["decimal"] })}
      />
      <Choice
        label="Mark of thousands"
        value={asked.thousands ?? ""}
        options={thousandsMarks}
        empty="as found"
        onChange={(value) => onChange({ thousands: value as ColumnOptions["thousands"] })}
      />
      <TextLines
        label="Dates are written as"
        hint="One way a line, such as DD/MM/YYYY HH:mm. Each cell fits one of them."
        values={asked.dates ?? []}
        onChange={(dates) => onChange({ dates: dates.length > 0 ? dates : undefined })}
      />
      <MissingCodes
        label="Missing cells are"
        otherwise="those of the file"
        codes={asked.missing}
        onChange={(missing) => onChange({ missing })}
      />
      <Replaced pairs={asked.replace ?? []} onChange={(replace) => onChange({ replace })} />
      <Choice
        label="Cells that do not fit the type"
        value={asked.onFail ?? ""}
        options={fails}
        empty="are missing, and listed"
        onChange={(value) => onChange({ onFail: value as ColumnOptions["onFail"] })}
      />
    </fieldset>
  );
}

type Pair = NonNullable<ColumnOptions["replace"]>[number];

/** Cells that are read as if something else stood in them. */
function Replaced({ pairs, onChange }: { pairs: readonly Pair[]; onChange: (pairs?: Pair[]) => void }) {
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const without = (gone: string) => pairs.filter((pair) => pair.from !== gone);
  const set = (next: Pair[]) => onChange(next.length > 0 ? next : undefined);
  function add() {
    if (from === "") return;
    set([...without(from), { from, to }]);
    setFrom("");
    setTo("");
  }
  return (
    <div className="field" role="group" aria-label="Cells read as something else">
      <span className="medium s12">Cells read as something else</span>
      {pairs.map((pair) => (
        <span key={pair.from} className="row s12">
          <span className="mono clip grow">
            {pair.from} → {pair.to === "" ? <span className="t3">missing</span> : pair.to}
          </span>
          <button
            type="button"
            className="btn-link"
            aria-label={`Read ${pair.from} as it is`}
            onClick={() => set(without(pair.from))}
          >
            <X className="i i-14" aria-hidden="true" />
          </button>
        </span>
      ))}
      <span className="row">
        <input
          className="input mono grow"
          aria-label="Cell that is read as something else"
          placeholder="cell"
          value={from}
          onChange={({ target }) => setFrom(target.value)}
        />
        <input
          className="input mono grow"
          aria-label="What it is read as"
          placeholder="missing"
          value={to}
          onChange={({ target }) => setTo(target.value)}
          onKeyDown={(event) => event.key === "Enter" && (event.preventDefault(), add())}
        />
        <button type="button" className="btn" aria-label="Add" disabled={from === ""} onClick={add}>
          <Plus className="i i-14" aria-hidden="true" />
        </button>
      </span>
    </div>
  );
}
