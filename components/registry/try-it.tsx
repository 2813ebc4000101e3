"use client";

import { useState, type FormEvent } from "react";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { useSubmit } from "@/components/ui/submit";
import { duration, fixed } from "@/lib/format";
import type { Signature } from "@/lib/registry/mlflow-model";

type Answer = {
  predictions: { label: string; probabilities: Record<string, number> }[];
  milliseconds: number;
};
type Props = {
  api: string;
  signature: Signature;
  example: { columns: string[]; data: (string | number | boolean | null)[][] } | null;
};

/** A form made from the signature, filled with the example; asking it answers a prediction. */
export function TryIt({ api, signature, example }: Props) {
  const { pending, error, submit } = useSubmit();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const first = Object.fromEntries(
    example?.columns.map((name, i) => [name, example.data[0]?.[i] ?? ""]) ?? [],
  );

  async function ask(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const row = Object.fromEntries(
      signature.inputs.map(({ name, type }) => [name, cellOf(String(form.get(name) ?? ""), type)]),
    );
    setAnswer(await submit<Answer>("POST", `${api}/predict`, { rows: [row] }));
  }

  return (
    <form data-passing className="grid gap-4" onSubmit={ask}>
      <div className="row">
        <button className="btn form primary" disabled={pending}>
          Predict
        </button>
        {answer?.predictions[0] ? (
          <Prediction {...answer.predictions[0]} milliseconds={answer.milliseconds} />
        ) : (
          <span className="t3">Filled with the first row of the training data.</span>
        )}
      </div>
      <ErrorNote message={error} />
      <div className="pair">
        {signature.inputs.map(({ name, type, required }) => (
          <Field
            key={name}
            label={name}
            name={name}
            defaultValue={String(first[name] ?? "")}
            inputMode={isNumeric(type) ? "decimal" : "text"}
            hint={required ? type : `${type}, may be empty`}
          />
        ))}
      </div>
    </form>
  );
}

function Prediction({
  label,
  probabilities,
  milliseconds,
}: Answer["predictions"][number] & { milliseconds: number }) {
  return (
    <span className="row" role="status">
      <strong className="strong">{label}</strong>
      <span className="t2 num">
        {Object.entries(probabilities)
          .map(([name, share]) => `${name} ${fixed(share, 3)}`)
          .join(" · ")}
      </span>
      <span className="t3 s12 num">{milliseconds < 1 ? "under 1 ms" : duration(milliseconds)}</span>
    </span>
  );
}

function isNumeric(type: string): boolean {
  return ["double", "float", "long", "integer"].includes(type);
}

/** Text that is no number is sent as it is, so that the answer can say what is wrong with it. */
function cellOf(text: string, type: string): string | number | null {
  if (text.trim() === "") return null;
  return isNumeric(type) && Number.isFinite(Number(text)) ? Number(text) : text;
}
