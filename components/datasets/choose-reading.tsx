"use client";

import { useId, useState } from "react";
import type { Choices } from "@/lib/errors";

type Props = {
  file: File;
  /** Why it has to be said: the server's own sentence. */
  reason: string;
  choices: Choices;
  onChoose: (value: string) => void;
  onCancel: () => void;
};

const said: Record<Choices["option"], { one: string; many: string; read: string }> = {
  sheet: { one: "Sheet", many: "sheets with cells", read: "Read the sheet" },
  path: { one: "List", many: "lists of objects", read: "Read the list" },
  partitions: { one: "Folders are", many: "folders", read: "Read the folder" },
};

/** What a file leaves open is chosen here: which sheet of a workbook, which list of a JSON file. */
export function ChooseReading({ file, reason, choices, onChoose, onCancel }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState(choices.values[0]!);
  const words = said[choices.option];
  return (
    <form
      className="grid gap-2 w-full"
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(chosen);
      }}
    >
      <p className="t2 clip" title={reason}>
        {choices.option === "partitions"
          ? reason
          : `${file.name} holds ${choices.values.length} ${words.many}.`}
      </p>
      <div className="row flex-wrap">
        <label htmlFor={id}>{words.one}</label>
        <select
          id={id}
          className="input grow min-w-48"
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
        >
          {choices.values.map((value) => (
            <option key={value} value={value}>
              {value === "" ? "The file itself" : value}
            </option>
          ))}
        </select>
        <button type="submit" className="btn primary">
          {words.read}
        </button>
        <button type="button" className="btn" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
