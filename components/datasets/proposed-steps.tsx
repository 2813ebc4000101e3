import type { FromExamples, ProposedSteps } from "@/lib/datasets/from-examples/answer";
import type { Example } from "@/lib/datasets/from-examples/example";
import { sentenceOf, type Step } from "@/lib/datasets/recipe";
import { integer } from "@/lib/format";

type Props = {
  found: FromExamples;
  isOld: boolean;
  onSay: (value: string, result: string | null) => void;
  onTake: (steps: readonly Step[]) => void;
};

/** The steps that examples lead to, the next question first, and how much of the column was looked at. */
export function ProposedStepList({ found, isOld, onSay, onTake }: Props) {
  const { candidates, more, distinct, looked } = found;
  if (candidates.length === 0)
    return (
      <p className="note" role="status">
        No step that there is makes this of all examples. Give another example, or say what the results are.
      </p>
    );
  return (
    <div className={isOld ? "old" : undefined} aria-busy={isOld}>
      <p className="t2 num" role="status">
        {ways(candidates.length)}
        {more > 0 ? ` of ${integer(candidates.length + more)}, the simplest` : ""}; counted over{" "}
        {looked < distinct
          ? `the ${integer(looked)} most frequent of ${integer(distinct)}`
          : integer(distinct)}{" "}
        values.
      </p>
      <Question found={found} onSay={onSay} />
      <ol className="proposed" aria-label="Steps, the simplest first">
        {candidates.map((one) => (
          <Proposal key={JSON.stringify(one.steps)} proposed={one} onTake={() => onTake(one.steps)} />
        ))}
      </ol>
    </div>
  );
}

const ways = (count: number) => (count === 1 ? "1 way" : `${integer(count)} ways`);
const values = (count: number) => (count === 1 ? "1 value" : `${integer(count)} values`);
const rows = (count: number) => (count === 1 ? "1 row" : `${integer(count)} rows`);

/** The value on which most ways differ, with what they make of it; an answer is one more example. */
function Question({ found: { questions, open }, onSay }: Pick<Props, "found" | "onSay">) {
  const [first, ...others] = questions;
  if (!first) return <p className="t3">They make the same of every value.</p>;
  const results = [...new Set(first.results)];
  return (
    <section className="example-question" aria-label="Next question">
      <p>
        They differ on {values(open.values)} in {rows(open.rows)}. What should <q>{first.value}</q> become?
      </p>
      <p className="row">
        {results.map((result) => (
          <button
            key={String(result)}
            type="button"
            className="btn"
            disabled={result === ""}
            onClick={() => onSay(first.value, result)}
          >
            {result === null ? "missing" : result === "" ? "empty text" : result}
          </button>
        ))}
        <button type="button" className="btn-link" onClick={() => onSay(first.value, "")}>
          Something else
        </button>
      </p>
      {others.length > 0 ? (
        <p className="t3 s12">
          Also differ on{" "}
          {others.map(({ value }, i) => (
            <span key={value}>
              {i > 0 ? ", " : ""}
              <q>{value}</q>
            </span>
          ))}
        </p>
      ) : null}
    </section>
  );
}

function Proposal({ proposed, onTake }: { proposed: ProposedSteps; onTake: () => void }) {
  const { steps, alike, made, failed, same, samples, failing, type } = proposed;
  const sentence = steps.map(sentenceOf).join(", then ");
  const facts = [
    `${values(made.values)} in ${rows(made.rows)} become ${words[type]}`,
    ...(same > 0 ? [`${integer(same)} of them as they are`] : []),
    ...(failed.values > 0 ? [`${values(failed.values)} in ${rows(failed.rows)} become missing`] : []),
    ...(alike > 0 ? [`${ways(alike)} more would do the same`] : []),
  ];
  return (
    <li>
      <div>
        <p className="step-name">{sentence}</p>
        <p className="t3 s12 num">{facts.join("; ")}</p>
        <Pairs label={`Results of ${sentence}`} pairs={[...samples, ...failing]} />
      </div>
      <button type="button" className="btn" aria-label={`Use ${sentence}`} onClick={onTake}>
        Use
      </button>
    </li>
  );
}

const words = { text: "text", number: "numbers", date: "dates" };

function Pairs({ label, pairs }: { label: string; pairs: readonly Example[] }) {
  return (
    <ul className="example-pairs" aria-label={label}>
      {pairs.map(({ value, result }) => (
        <li key={value}>
          <span className="t3">{value}</span> →{" "}
          {result === null ? <span className="t3">missing</span> : <ins>{result}</ins>}
        </li>
      ))}
    </ul>
  );
}
