import { ErrorNote } from "@/components/ui/error-note";
import type { StepFacts } from "@/lib/datasets/engine";
import { sentenceOf, type Step } from "@/lib/datasets/recipe";

/** What the steps of a recipe did to the rows, counted on all of them; what forbids saving stands first. */
export function StepFactList({ steps, facts }: { steps: readonly Step[]; facts: readonly StepFacts[] }) {
  const all = facts.flatMap(({ step, facts: of }) => of.map((fact) => ({ ...fact, step })));
  const blocking = all.filter(({ blocks }) => blocks);
  const others = all.filter(({ blocks }) => !blocks);
  const sentence = (at: number) => (steps[at] ? sentenceOf(steps[at]) : "");
  return (
    <>
      {blocking.map(({ step, text }) => (
        <ErrorNote key={`${step} ${text}`} message={`Step ${step + 1}, ${sentence(step)}: ${text}`} />
      ))}
      {others.length > 0 ? (
        <ul className="t3 num" aria-label="What the steps did">
          {others.map(({ step, text }) => (
            <li key={`${step} ${text}`}>
              Step {step + 1}: {text}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
