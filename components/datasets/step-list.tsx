import { sentenceOf, type Step } from "@/lib/datasets/recipe";

type Props = {
  steps: Step[];
  shown: number;
  onShow: (count: number) => void;
  onEdit: (at: number) => void;
  onRemove: (at: number) => void;
};

export function StepList({ steps, shown, onShow, onEdit, onRemove }: Props) {
  return (
    <section className="sec" aria-labelledby="h-steps">
      <div className="sec-head">
        <h2 id="h-steps">Steps</h2>
        <button type="button" className="btn-link more" aria-pressed={shown === 0} onClick={() => onShow(0)}>
          Before
        </button>
      </div>
      {steps.length === 0 ? (
        <p className="t3">No step yet. Add one, or take what a finding on the Explore tab proposes.</p>
      ) : null}
      <ol className="steps">
        {steps.map((step, i) => (
          <li key={i}>
            <button
              type="button"
              className={`step-name${shown === i + 1 ? " medium" : ""}`}
              aria-pressed={shown === i + 1}
              title={"columns" in step ? step.columns.join(", ") : undefined}
              onClick={() => onShow(i + 1)}
            >
              {sentenceOf(step)}
            </button>
            <span className="row">
              <button
                type="button"
                className="btn-link"
                aria-label={`Edit step ${i + 1}`}
                onClick={() => onEdit(i)}
              >
                Edit
              </button>
              <button
                type="button"
                className="btn-link"
                aria-label={`Remove step ${i + 1}`}
                onClick={() => onRemove(i)}
              >
                Remove
              </button>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
