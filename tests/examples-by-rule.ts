import type { Example, ResultType } from "@/lib/datasets/from-examples/example";

/** A rule by which a column was made: what each of its values should become. */
export type Rule = { name: string; type: ResultType; of: (value: string) => string | null };
type Made = { rule: Rule; values: string[]; examples: Example[] };

/** A source of whole numbers below a bound that is the same every time. */
function draws(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % bound;
  };
}
type Draw = ReturnType<typeof draws>;

const words = ["Ada", "Bell", "Curie", "Dirac", "Euler", "Fermi", "Gauss", "Hertz", "Joule", "Kepler"];
const wordOf = (draw: Draw) => words[draw(words.length)]!;
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (n: number) => String(n).padStart(2, "0");
const grouped = (n: number, sign: string) => String(n).replaceAll(/\B(?=(\d{3})+$)/g, sign);

/** Kinds of rules: how a value is made from a draw, with what it should become. */
const kinds: { name: string; type: ResultType; make: (draw: Draw) => [string, string | null] }[] = [
  {
    name: "first word before a comma",
    type: "text",
    make: (draw) => {
      const [a, b] = [wordOf(draw), wordOf(draw)];
      return [`${a}, ${b}`, a];
    },
  },
  {
    name: "what stands behind a comma",
    type: "text",
    make: (draw) => {
      const [a, b] = [wordOf(draw), wordOf(draw)];
      return [`${a}, ${b}`, b];
    },
  },
  {
    name: "what stands in brackets",
    type: "text",
    make: (draw) => {
      const year = 1800 + draw(220);
      const mark = `${"ABCDEF"[draw(6)]}${"XYZ"[draw(3)]}`;
      return [`${1 + draw(900)} ${wordOf(draw)} (${year} ${mark})`, `${year} ${mark}`];
    },
  },
  {
    name: "the digits behind a hyphen",
    type: "text",
    make: (draw) => {
      const n = String(draw(10_000));
      return [`${wordOf(draw)}-${n}`, n];
    },
  },
  {
    name: "the host of an address",
    type: "text",
    make: (draw) => {
      const host = `${wordOf(draw).toLowerCase()}.org`;
      return [`https://${host}/${wordOf(draw)}/${draw(100)}`, host];
    },
  },
  {
    name: "the name of a file without folders",
    type: "text",
    make: (draw) => {
      const name = `${wordOf(draw)}${draw(50)}.csv`;
      const folders = Array.from({ length: 1 + draw(4) }, () => wordOf(draw)).join("/");
      return [`/${folders}/${name}`, name];
    },
  },
  {
    name: "a number with a unit",
    type: "number",
    make: (draw) => {
      const n = draw(10_000) / 10;
      return [`${n} km`, String(n)];
    },
  },
  {
    name: "a number with a decimal comma and thousands",
    type: "number",
    make: (draw) => {
      const [n, cents] = [draw(3_000_000), draw(100)];
      return [`${grouped(n, ".")},${two(cents)} EUR`, String(Number(`${n}.${two(cents)}`))];
    },
  },
  {
    name: "thousands as k, and none",
    type: "number",
    make: (draw) => {
      const n = 1 + draw(500);
      return draw(2) === 0 ? [`${n}k`, String(n * 1000)] : [String(n), String(n)];
    },
  },
  {
    name: "a share in per cent",
    type: "number",
    make: (draw) => {
      const n = draw(101);
      return [`${n} %`, String(n / 100)];
    },
  },
  {
    name: "a number inside of a sentence",
    type: "number",
    make: (draw) => {
      const n = draw(1_000) / 10;
      return [`${wordOf(draw)} weighs ${n} kg in all`, String(n)];
    },
  },
  {
    name: "day, month by name, year",
    type: "date",
    make: (draw) => {
      const [year, month, day] = [1990 + draw(40), draw(12), 1 + draw(28)];
      return [`${day} ${months[month]} ${year}`, `${year}-${two(month + 1)}-${two(day)}`];
    },
  },
  {
    name: "day first with slashes",
    type: "date",
    make: (draw) => {
      const [year, month, day] = [1990 + draw(40), 1 + draw(12), 1 + draw(28)];
      return [`${two(day)}/${two(month)}/${year}`, `${year}-${two(month)}-${two(day)}`];
    },
  },
  {
    name: "month first, one digit or two",
    type: "date",
    make: (draw) => {
      const [year, month, day] = [1990 + draw(40), 1 + draw(12), 1 + draw(28)];
      return [`${month}-${day}-${year}`, `${year}-${two(month)}-${two(day)}`];
    },
  },
  {
    name: "a date inside of a sentence",
    type: "date",
    make: (draw) => {
      const [year, month, day] = [1990 + draw(40), 1 + draw(12), 1 + draw(28)];
      const date = `${year}-${two(month)}-${two(day)}`;
      return [`seen ${year}-${two(month)}-${two(day)} by ${wordOf(draw)}`, date];
    },
  },
];

/** Columns of random values, each made by one rule, with up to three rows as examples. */
export function examplesByRule(count: number): Made[] {
  return Array.from({ length: count }, (_, i) => {
    const draw = draws(1_000 + 7 * i);
    const { name, type, make } = kinds[i % kinds.length]!;
    const pairs = new Map(Array.from({ length: 40 }, () => make(draw)));
    const values = [...pairs.keys()];
    const rule = { name, type, of: (value: string) => pairs.get(value) ?? null };
    const shown = values.slice(0, 1 + draw(3)).map((value) => ({ value, result: rule.of(value) }));
    return { rule, values, examples: shown };
  });
}
