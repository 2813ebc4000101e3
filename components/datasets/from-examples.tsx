"use client";

import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import type { Example, ResultType } from "@/lib/datasets/from-examples/example";
import { limits } from "@/lib/limits";
import { ExampleValues, type Results } from "./example-values";
import { ProposedStepList } from "./proposed-steps";
import { Choice } from "./step-choices";
import { useFromExamples } from "./use-from-examples";
import type { Recipe } from "./use-recipe";

type Props = { recipe: Recipe; column: string; onClose: () => void };

const types = [
  { value: "text", label: "Text" },
  { value: "number", label: "Numbers" },
  { value: "date", label: "Dates" },
];

/** Steps that make of some values of a column what a person says, one of which is taken. */
export function FromExamples({ recipe, column, onClose }: Props) {
  const [results, setResults] = useState<Results>(new Map());
  const [as, setAs] = useState<ResultType | null>(null);
  const [into, setInto] = useState("");
  const examples = examplesOf(results);
  const { looked: steps, api } = recipe;
  const asked = { steps, column, examples, as, into: into.trim() === "" ? null : into.trim() };
  const { found, error, isOld } = useFromExamples(api, asked);
  const say = (value: string, result: string | null) => setResults(new Map(results).set(value, result));
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={`Steps from examples of ${column}`}
      footer={
        <button type="button" className="btn form" onClick={onClose}>
          Cancel
        </button>
      }
    >
      <p className="t2">
        Say of one or more values what they should become. Steps that do so are listed, the simplest first,
        with what they do to all other values; you choose.
      </p>
      <ExampleValues
        recipe={recipe}
        column={column}
        results={results}
        isFull={examples.length >= limits.examples}
        onSay={say}
      />
      <div className="cluster-method">
        <Choice
          label="Results are"
          value={as ?? ""}
          options={types}
          empty="whatever fits"
          onChange={(type) => setAs((type ?? null) as ResultType | null)}
        />
        <div className="field">
          <label htmlFor="examples-into">Name of a new column</label>
          <input
            id="examples-into"
            className="input"
            value={into}
            maxLength={280}
            placeholder={`${column} part`}
            onChange={({ target }) => setInto(target.value)}
          />
        </div>
      </div>
      <ErrorNote message={error} />
      {found ? (
        <ProposedStepList
          found={found}
          isOld={isOld}
          onSay={say}
          onTake={(steps) => {
            recipe.insert(...steps);
            onClose();
          }}
        />
      ) : isOld ? (
        <p className="t3" role="status">
          Looking for steps …
        </p>
      ) : null}
    </Dialog>
  );
}

/** What was said of values; an empty field says nothing yet. */
function examplesOf(results: Results): Example[] {
  return [...results].filter(([, result]) => result !== "").map(([value, result]) => ({ value, result }));
}
