import type { ColumnSearch } from "@/lib/datasets/schema";
import type { ColumnSchema } from "@/lib/frame/frame";

const binChoices = [10, 20, 40, 80, 160];
type Props = {
  shown: ColumnSearch & { target: string; time: string };
  columns: ColumnSchema[];
  onGo: (change: Partial<ColumnSearch>) => void;
};

/** What a column's page shows: which column, how it is drawn, and what beside it. */
export function ColumnTools({ shown, columns, onGo }: Props) {
  const names = columns.map(({ name }) => name);
  const others = names.filter((name) => name !== shown.column);
  const dates = columns.filter(({ type }) => type === "date").map(({ name }) => name);
  const isNumeric = columns.some(
    ({ name, type }) => name === shown.column && (type === "number" || type === "integer"),
  );
  return (
    <div className="bar-tools versions-choice key-choice">
      <Pick label="Column" value={shown.column} options={names} onChange={(column) => onGo({ column })} />
      <Pick
        label="Bins"
        value={String(shown.bins)}
        options={[...new Set([...binChoices, shown.bins])].sort((a, b) => a - b).map(String)}
        onChange={(bins) => onGo({ bins: Number(bins) })}
      />
      <Pick
        label="By class of"
        empty="nothing"
        value={shown.target}
        options={others}
        onChange={(target) => onGo({ target })}
      />
      <Pick
        label="With"
        empty="the target"
        value={shown.with ?? ""}
        options={others}
        onChange={(other) => onGo({ with: other })}
      />
      {dates.length > 0 ? (
        <Pick
          label="Over"
          empty="no time"
          value={shown.time}
          options={dates}
          onChange={(time) => onGo({ time })}
        />
      ) : null}
      {isNumeric ? (
        <label className="check-row s12">
          <input
            type="checkbox"
            className="check"
            checked={shown.log}
            onChange={() => onGo({ log: !shown.log })}
          />
          Logarithmic
        </label>
      ) : null}
    </div>
  );
}

type PickProps = {
  label: string;
  value: string;
  options: string[];
  empty?: string;
  onChange: (value: string) => void;
};

function Pick({ label, value, options, empty, onChange }: PickProps) {
  return (
    <label className="row s12 t3">
      {label}
      <select
        className="input role-choice"
        value={options.includes(value) ? value : ""}
        onChange={({ target }) => onChange(target.value)}
      >
        {empty !== undefined || !options.includes(value) ? (
          <option value="">{empty ?? "Choose"}</option>
        ) : null}
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  );
}
