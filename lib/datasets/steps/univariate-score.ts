import { integer } from "@/lib/format";
import { logTailOfChiSquared, logTailOfF } from "@/lib/stats/significance";

/**
 * What was learned of a column and the target, over the training rows that have both: sums of squares between
 * and within groups, a correlation, or a table of counts; null where numbers are too large.
 */
export type Association =
  | { test: "anova"; n: number; groups: number; between: number | null; within: number | null }
  | { test: "regression"; n: number; explained: number | null; rest: number | null }
  | { test: "chi-squared"; n: number; rows: number; groups: number; statistic: number | null; small: number }
  /** `statistic` is in nats; numbers by the tenth of their values that they lie in. */
  | { test: "mutual information"; n: number; rows: number; groups: number; statistic: number | null };

/** What a test says: its figure, ln of p, and why there is none. */
export type Score = { statistic: number; logP: number } | { why: string };

/** The test of a column against the target. */
export function scoreOf(learned: Association): Score {
  if (learned.n === 0) return { why: "no row has it and the target" };
  if (learned.test !== "regression" && learned.groups < 2) return { why: "its rows are of one class" };
  if (learned.test === "chi-squared" || learned.test === "mutual information") return ofCounts(learned);
  const isAnova = learned.test === "anova";
  const [explained, rest] = isAnova ? [learned.between, learned.within] : [learned.explained, learned.rest];
  if (explained === null || rest === null) return { why: "it or the target is constant, or too large" };
  const between = isAnova ? learned.groups - 1 : 1;
  const within = learned.n - between - 1;
  if (within < 1) return { why: `${integer(learned.n)} rows are too few` };
  const statistic = explained / between / (rest / within);
  return { statistic, logP: logTailOfF(statistic, between, within) };
}

/** Of mutual information p is that of the G-test: twice the rows times it is spread as χ² is. */
function ofCounts(learned: Extract<Association, { test: "chi-squared" | "mutual information" }>): Score {
  const { test, n, rows, groups, statistic } = learned;
  if (rows < 2 || statistic === null) return { why: "it is constant" };
  const chi = test === "chi-squared" ? statistic : 2 * n * statistic;
  return { statistic, logP: logTailOfChiSquared(chi, (rows - 1) * (groups - 1)) };
}

/** So many of the best columns are kept, or those whose p is up to a bound, corrected for all tried. */
export type Keeping =
  | { keep: "best"; count: number }
  | { keep: "significant"; p: number; correction: "none" | "bonferroni" | "fdr" };

/** A column that was tried, by its name. */
export type Tried = { name: string; learned: Association };
/** The same with its score and place, from 1, and whether it is kept; `ties` names one that it ties with. */
export type Ranked = Tried & { score: Score; rank: number | null; isKept: boolean; ties: string | null };

/**
 * The columns by what they say of the target, the smallest p first, or the most mutual information where the
 * best by it are asked for, and ties in the order given; those without a test come last and are not kept.
 */
export function rankColumns(tried: readonly Tried[], keeping: Keeping): Ranked[] {
  const scored = tried.map((one) => ({ ...one, score: scoreOf(one.learned) }));
  const isByFigure =
    keeping.keep === "best" && tried.every(({ learned }) => learned.test === "mutual information");
  const compare = isByFigure ? compareFigures : compareP;
  const tested = scored.filter((one) => "logP" in one.score).toSorted((a, b) => compare(a.score, b.score));
  const kept = keptOf(
    tested.map(({ score }) => logPOf(score)),
    keeping,
  );
  const last = tested[kept - 1];
  const next = tested[kept];
  const isTie = keeping.keep === "best" && last && next && compare(last.score, next.score) === 0;
  const ranked = tested.map((one, i) => ({
    ...one,
    rank: i + 1,
    isKept: i < kept,
    ties: isTie && one === next ? last.name : null,
  }));
  const others = scored.filter((one) => !("logP" in one.score));
  return [...ranked, ...others.map((one) => ({ ...one, rank: null, isKept: false, ties: null }))];
}

const logPOf = (score: Score) => ("logP" in score ? score.logP : 0);

/** By p; where both are 0, the larger figure first. */
function compareP(a: Score, b: Score): number {
  const [p, q] = [logPOf(a), logPOf(b)];
  if (p !== q) return p - q;
  return p === -Infinity ? compareFigures(a, b) : 0;
}

/** The larger figure first. */
function compareFigures(a: Score, b: Score): number {
  const of = (score: Score) => ("statistic" in score ? score.statistic : 0);
  return of(a) === of(b) ? 0 : of(b) - of(a);
}

/** How many of the best are kept, from ln of their p in ascending order. */
function keptOf(logs: readonly number[], keeping: Keeping): number {
  if (keeping.keep === "best") return Math.min(keeping.count, logs.length);
  const { p, correction } = keeping;
  const bound = Math.log(p);
  if (correction === "none") return logs.filter((log) => log <= bound).length;
  if (correction === "bonferroni") return logs.filter((log) => log <= bound - Math.log(logs.length)).length;
  // Benjamini and Hochberg: the last that is below its share of the bound, and all before it.
  return logs.findLastIndex((log, i) => log <= bound + Math.log((i + 1) / logs.length)) + 1;
}

/** A ranked column in a sentence: its figure, its p, over how many rows, and what becomes of it. */
export function sentenceOfRanked({ name, learned, score, rank, isKept, ties }: Ranked): string {
  const fate = isKept ? "kept" : "dropped";
  if ("why" in score) return `${name}: not tested, ${score.why}; ${fate}`;
  const figures = { "chi-squared": "χ²", anova: "F", regression: "F", "mutual information": "I" };
  const figure = figures[learned.test];
  const small =
    learned.test === "chi-squared" && learned.small > 0
      ? `, ${integer(learned.small)} cells of the table expect fewer than 5 rows, so p is rough`
      : "";
  const tie = ties === null ? "" : `; it ties with ${ties}, which stands before it`;
  return (
    `${rank}. ${name}: ${figure} = ${short(score.statistic)}, p = ${pText(score.logP)} over ` +
    `${integer(learned.n)} rows${small}; ${fate}${tie}`
  );
}

const short = (value: number) => (value === Infinity ? "∞" : String(Number(value.toPrecision(5))));

/** A p of any size: those below what a number can be are written by their power of ten. */
function pText(log: number): string {
  if (log === -Infinity) return "0";
  if (log > -690) return String(Number(Math.exp(log).toPrecision(3)));
  const power = Math.floor(log / Math.LN10);
  return `${Number((10 ** (log / Math.LN10 - power)).toPrecision(3))}e${power}`;
}
