import { expect, test } from "vitest";
import { findFromExamples } from "@/engine/from-examples";
import { keyOf, type Example, type ResultType } from "@/lib/datasets/from-examples/example";
import { sentenceOf, type Step } from "@/lib/datasets/recipe";
import { after, stored, textFrame } from "./recipe-tables";
import { examplesByRule, type Rule } from "./examples-by-rule";

type Cells = (string | null)[];
type Asked = { as?: ResultType; steps?: Step[]; into?: string };

async function ask(cells: Cells, pairs: [string, string | null][], asked: Asked = {}) {
  const table = await stored(textFrame("c", cells));
  const examples = pairs.map(([value, result]) => ({ value, result }));
  const { as = null, steps = [], into = null } = asked;
  return findFromExamples({ table, steps, column: "c", examples, as, into });
}
const sentences = ({ candidates }: Awaited<ReturnType<typeof ask>>) =>
  candidates.map(({ steps }) => steps.map(sentenceOf).join(", then "));

test("the simplest step that makes an example is proposed first, of each kind", async () => {
  const first = async (...args: Parameters<typeof ask>) => sentences(await ask(...args))[0];
  expect(await first(["12.5 km", "3 km", "7 km"], [["12.5 km", "12.5"]])).toBe("Read numbers in c, units km");
  expect(await first(["3 Jan 2019", "14 Feb 2020"], [["3 Jan 2019", "2019-01-03"]])).toBe(
    "Read dates in c as D MMM YYYY",
  );
  const names = ["Smith, John", "Doe, Jane Ann"];
  expect(await first(names, [["Smith, John", "John"]])).toBe("Split c at ,  into c part 1, c part 2");
  const money = ["1.234,50 EUR", "12,00 EUR"];
  expect(await first(money, [["1.234,50 EUR", "1234.5"]])).toBe(
    "Read numbers in c, decimal comma, thousands by ., units EUR",
  );
  expect(await first(["  a b ", "c"], [["  a b ", "A B"]])).toBe("Clean c: trim, upper case");
  expect(
    await first(["433 Eros (A898 PA)", "1 Ceres (1801 AA)"], [["433 Eros (A898 PA)", "A898 PA"]]),
  ).toMatch(/^c part = /);
});

test("what each way makes of other values is counted; where they disagree is the next question", async () => {
  const cells = ["12.5 km", "12.5 km", "3 km", "7 mi", "7 mi", "n/a", null];
  const found = await ask(cells, [["12.5 km", "12.5"]]);
  expect(found).toMatchObject({ distinct: 4, looked: 4, rows: 6 });
  const [number] = found.candidates;
  expect(number).toMatchObject({
    type: "number",
    column: "c",
    made: { values: 2, rows: 3 },
    failed: { values: 2, rows: 3 },
    failing: expect.arrayContaining([{ value: "7 mi", result: null }]) as unknown,
  });
  const question = found.questions.find(({ value }) => value === "7 mi")!;
  expect(question.rows).toBe(2);
  expect(question.results).toHaveLength(found.candidates.length);
  expect(new Set(question.results)).toEqual(new Set([null, "7", "7 mi"]));
  const settled = await ask(cells, [
    ["12.5 km", "12.5"],
    ["7 mi", "7"],
    ["n/a", null],
  ]);
  expect(settled.candidates.length).toBeGreaterThan(0);
  for (const { steps, column } of settled.candidates) {
    const made = await after(await stored(textFrame("c", cells)), steps);
    expect(made.cells.map((row) => row[column]).map((one) => (one === null ? null : String(one)))).toEqual([
      "12.5",
      "12.5",
      "3",
      "7",
      "7",
      null,
      null,
    ]);
  }
});

test("a day and a month that cannot be told apart are asked, not guessed", async () => {
  const found = await ask(["03/03/2019", "04/05/2019"], [["03/03/2019", "2019-03-03"]]);
  expect(sentences(found)).toEqual(["Read dates in c as DD/MM/YYYY", "Read dates in c as MM/DD/YYYY"]);
  expect(found.questions).toEqual([{ value: "04/05/2019", rows: 1, results: ["2019-05-04", "2019-04-05"] }]);
});

test("examples that no step makes, or that contradict each other, are answered in words", async () => {
  const none = await ask(["a", "b"], [["a", "zebra 7"]]);
  expect(none).toMatchObject({ candidates: [], more: 0, questions: [], open: { values: 0, rows: 0 } });
  await expect(ask(["a"], [["gone", "x"]])).rejects.toThrow("No row of the column holds “gone”.");
  const both = ask(
    ["a"],
    [
      ["a", "1"],
      ["a", "2"],
    ],
  );
  await expect(both).rejects.toThrow("“a” cannot become both “1” and “2”: a step sees the value alone.");
  await expect(ask(["a"], [["a", null]])).rejects.toThrow("Say for one value at least what it should become");
  await expect(ask(["a"], [["a", "x"]], { as: "number" })).rejects.toThrow("“x” is no number");
  await expect(ask(["a"], [["a", "2019-02-30"]], { as: "date" })).rejects.toThrow("is no date");
  await expect(ask(["a"], [["a", "b"]], { into: "C" })).rejects.toThrow("There is a column c already.");
});

test("examples are of values after steps", async () => {
  const steps: Step[] = [{ kind: "clean-text", columns: ["c"], case: "upper" }];
  const found = await ask(["a-1", "b-2", "B-2"], [["A-1", "A"]], { steps });
  expect(found).toMatchObject({ distinct: 2, rows: 3 });
  expect(found.candidates[0]!.samples).toContainEqual({ value: "B-2", result: "B" });
});

test("names, quotes, patterns and letters of any script are values like others", async () => {
  for (const [value, result] of [
    ["[a](b) {c}", "b"],
    ['it\'s "x" \\ y', "y"],
    ["東京 (とうきょう)", "とうきょう"],
    ["🚀🚀 moon", "moon"],
    ["a\nb", "b"],
    ["$1 ^.* |", "|"],
  ] as const) {
    const { candidates } = await ask([value, "other"], [[value, result]], { into: 'a "b"' });
    expect(candidates.length, value).toBeGreaterThan(0);
    const { steps, column } = candidates[0]!;
    const made = await after(await stored(textFrame("c", [value])), steps);
    expect(made.cells[0]![column], value).toBe(result);
  }
});

test("a value of a thousand characters, and ten thousands of values, are answered in bounds", async () => {
  const long = `${"a".repeat(990)} 42`;
  const nasty = await ask([long, "aaaa 7"], [[long, "42"]]);
  expect(nasty.candidates.length).toBeGreaterThan(0);
  const cells = Array.from({ length: 30_000 }, (_, i) => `item ${i} costs ${i % 977}.${i % 100} USD`);
  const many = await ask(cells, [["item 5 costs 5.5 USD", "5.5"]]);
  expect(many).toMatchObject({ distinct: 30_000, looked: 10_000 });
  expect(many.candidates.length).toBe(8);
});

/** Answers questions by a rule until the ways agree. */
async function settle(rule: Rule, values: string[], examples: Example[]) {
  const table = await stored(textFrame("c", values));
  for (let asked = 0; ; asked++) {
    const { type: as } = rule;
    const input = { table, steps: [], column: "c", examples, as, into: null };
    const found = await findFromExamples(input);
    const [question] = found.questions;
    if (!question || asked === 5) return { ...found, asked };
    examples = [...examples, { value: question.value, result: rule.of(question.value) }];
  }
}

test("for columns made by rules, some way equals the rule on all rows, or a question is open", async () => {
  let firsts = 0;
  for (const { rule, values, examples } of examplesByRule(15)) {
    const wanted = values.map((value) => rule.of(value));
    const found = await settle(rule, values, examples);
    const table = await stored(textFrame("c", values));
    const isEqual = async ({ steps, column }: (typeof found.candidates)[number]) => {
      const { cells } = await after(table, steps);
      return wanted.every((one, i) => {
        const made = cells[i]![column];
        if (one === null || made === null) return one === made;
        const text = String(made).slice(0, rule.type === "date" ? 10 : undefined);
        return keyOf(text, rule.type) === keyOf(one, rule.type);
      });
    };
    let equal = 0;
    while (equal < found.candidates.length && !(await isEqual(found.candidates[equal]!))) equal++;
    const [first] = sentences(found);
    const isAnswered = equal < found.candidates.length || found.questions.length > 0;
    expect(isAnswered, `${rule.name}: ${JSON.stringify(examples)} gave ${first}`).toBe(true);
    if (equal === 0) firsts++;
  }
  // Whoever answers the questions is led to the rule.
  expect(firsts).toBeGreaterThanOrEqual(14);
}, 120_000);
