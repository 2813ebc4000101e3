import type { ColumnOptions } from "@/lib/datasets/import-options";
import type { Question } from "@/lib/datasets/import-question";
import type { Choices } from "@/lib/errors";
import type { FileChange } from "./use-import-preview";

type Props = {
  questions: readonly Question[];
  /** What has to be said before the file can be read at all. */
  choices: Choices | null;
  onFile: (set: FileChange) => void;
  onColumn: (name: string, set: Partial<ColumnOptions>) => void;
};

const asks: Record<Choices["option"], string> = {
  sheet: "Which sheet is read?",
  path: "Which list holds the rows?",
  partitions: "Its folders stand for values.",
};

/** What can be read in several ways: one click settles it. */
export function ImportQuestions({ questions, choices, onFile, onColumn }: Props) {
  if (questions.length === 0 && !choices) return null;
  return (
    <section aria-labelledby="h-questions">
      <h2 id="h-questions">To be settled</h2>
      <ul className="findings">
        {choices ? (
          <li>
            <div role="group" aria-label={choices.option}>
              {asks[choices.option]}
              <div className="row flex-wrap">
                {choices.values.map((value) => (
                  <button
                    key={value}
                    type="button"
                    className="btn"
                    onClick={() => onFile({ format: choices.format, [choices.option]: value })}
                  >
                    {choices.option === "partitions"
                      ? "Read the folders as columns"
                      : value === ""
                        ? "The file itself"
                        : value}
                  </button>
                ))}
              </div>
            </div>
          </li>
        ) : null}
        {questions.map(({ about, column, sentence, choices }) => (
          <li key={`${about} ${column ?? ""}`}>
            <div role="group" aria-label={column ?? about}>
              {column ? <span className="medium">{column}: </span> : null}
              {sentence}
              <div className="row flex-wrap">
                {choices.map(({ label, set }) => (
                  <button
                    key={label}
                    type="button"
                    className="btn"
                    onClick={() =>
                      column === undefined ? onFile(set) : onColumn(column, set as Partial<ColumnOptions>)
                    }
                  >
                    {label}
                  </button>
                ))}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
