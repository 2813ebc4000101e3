import { effectWords } from "@/lib/datasets/effect-words";
import { sentenceOf, type Step } from "@/lib/datasets/recipe";
import type { Preview } from "./use-preview";

/** What is done to a step by a key or a press. */
export type StepAct = "edit" | "insert" | "up" | "down" | "toggle" | "remove";

type Props = {
  steps: readonly Step[];
  shown: number;
  preview: Preview | null;
  onShow: (count: number) => void;
  onAct: (act: StepAct, at: number) => void;
};

/** The steps of a recipe, each with what it does to the rows, and what may be done to it. */
export function StepList({ steps, shown, preview, onShow, onAct }: Props) {
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
          <StepRow
            key={i}
            step={step}
            at={i}
            steps={steps.length}
            isShown={shown === i + 1}
            effects={effectsAt(preview, steps, i)}
            onShow={() => onShow(i + 1)}
            onAct={(act) => onAct(act, i)}
          />
        ))}
      </ol>
    </section>
  );
}

/** The effects of a step, where the preview is of a recipe that begins with the same steps up to it. */
function effectsAt(preview: Preview | null, steps: readonly Step[], at: number): string | null {
  const effects = preview?.effects[at];
  if (!preview || !effects || steps[at]!.disabled) return null;
  const until = JSON.stringify(steps.slice(0, at + 1)).slice(0, -1);
  if (!preview.until.startsWith(until)) return null;
  const words = effectWords(effects).join(", ");
  return preview.first === null ? words : `${words} of the first rows`;
}

type RowProps = {
  step: Step;
  at: number;
  steps: number;
  isShown: boolean;
  effects: string | null;
  onShow: () => void;
  onAct: (act: StepAct) => void;
};

const keys: Readonly<Record<string, StepAct>> = {
  "Alt+ArrowUp": "up",
  "Alt+ArrowDown": "down",
  Delete: "remove",
  e: "edit",
};

function StepRow({ step, at, steps, isShown, effects, onShow, onAct }: RowProps) {
  const acts: { act: StepAct; label: string; name: string; off?: boolean }[] = [
    { act: "edit", label: "Edit", name: `Edit step ${at + 1}` },
    { act: "up", label: "Up", name: `Move step ${at + 1} up`, off: at === 0 },
    { act: "down", label: "Down", name: `Move step ${at + 1} down`, off: at === steps - 1 },
    { act: "insert", label: "Insert", name: `Insert before step ${at + 1}` },
    {
      act: "toggle",
      label: step.disabled ? "Enable" : "Disable",
      name: `${step.disabled ? "Enable" : "Disable"} step ${at + 1}`,
    },
    { act: "remove", label: "Remove", name: `Remove step ${at + 1}` },
  ];
  return (
    <li className={step.disabled ? "step-off" : undefined}>
      <div className="step-words">
        <button
          type="button"
          className={`step-name${isShown ? " medium" : ""}`}
          data-step={at}
          aria-pressed={isShown}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete E"
          title={"columns" in step && Array.isArray(step.columns) ? step.columns.join(", ") : undefined}
          onClick={onShow}
          onKeyDown={(event) => {
            const act = keys[`${event.altKey ? "Alt+" : ""}${event.key}`];
            if (!act || event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            onAct(act);
          }}
        >
          {sentenceOf(step)}
        </button>
        <p className="t3 s12 num">{step.disabled ? "Disabled" : (effects ?? "\u00a0")}</p>
        <p className="step-acts">
          {acts.map(({ act, label, name, off = false }) => (
            <button
              key={act}
              type="button"
              className="btn-link"
              aria-label={name}
              disabled={off}
              onClick={() => onAct(act)}
            >
              {label}
            </button>
          ))}
        </p>
      </div>
    </li>
  );
}
