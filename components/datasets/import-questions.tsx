import type { ColumnOptions, CsvOptions } from "@/lib/datasets/import-options";
import type { Question } from "@/lib/datasets/import-question";

type Props = {
  questions: readonly Question[];
  onFile: (set: Partial<CsvOptions>) => void;
  onColumn: (name: string, set: Partial<ColumnOptions>) => void;
};

/** What can be read in several ways: one click settles it. */
export function ImportQuestions({ questions, onFile, onColumn }: Props) {
  if (questions.length === 0) return null;
  return (
    <section aria-labelledby="h-questions">
      <h2 id="h-questions">To be settled</h2>
      <ul className="findings">
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
                      column === undefined
                        ? onFile(set as Partial<CsvOptions>)
                        : onColumn(column, set as Partial<ColumnOptions>)
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
