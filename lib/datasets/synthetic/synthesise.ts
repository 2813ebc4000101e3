import { AppError } from "@/lib/errors";
import type { Column, Frame } from "@/lib/frame/frame";
import type { ColumnRole } from "../dictionary";
import {
  columnDistance,
  correlationDistance,
  nearestRows,
  type ColumnDistance,
  type Compared,
} from "./closeness";
import { fingerprint, fingerprints } from "./copies";
import { fitCopula, rowsOfSeries, type Series } from "./copula";
import { chanceOfRow, rowDrawer } from "./draw";
import { numbersMarginal, valuesMarginal } from "./marginal";
import { newCells } from "./new-values";
import { partsOf, type Part, type Wanted } from "./parts";
import type { ColumnReport, Synthesis } from "./report";
import { factsOf, planOf, type ColumnPlan } from "./treatment";

/** How often a row that is equal to one that there is is drawn again before it is given up. */
const mostTries = 20;

export type SynthesisAsked = {
  seed: number;
  wanted: Wanted;
  /** Columns that are not made, with the reason. */
  leftOut: ReadonlyMap<string, string>;
  roles: ReadonlyMap<string, ColumnRole>;
  /** The rows that are fitted, and the split column of which they are the training rows. */
  fitted: Uint32Array;
  split: string | null;
};

type Made = Pick<Synthesis, "fitted" | "rows" | "byClass" | "columns" | "correlation" | "nearest">;

/** How each column of a table is made, and what is not among those that were read. */
export function planColumns(
  frame: Frame,
  { leftOut, roles }: Pick<SynthesisAsked, "leftOut" | "roles">,
): ColumnPlan[] {
  const without = (column: string, why: string) => ({ column, how: "left out" as const, why });
  const unread = [...leftOut].filter(([name]) => frame.columns.every((column) => column.name !== name));
  const plans = frame.columns.map((column): ColumnPlan => {
    const why = leftOut.get(column.name);
    if (why !== undefined) return without(column.name, why);
    return planOf(column, factsOf(column), roles.get(column.name));
  });
  return [...plans, ...unread.map(([name, why]) => without(name, why))];
}

/**
 * Makes rows that are distributed as those of a table: each column by its own distribution, columns together
 * by the correlation of their normal scores, in all or class by class. The same seed gives the same rows;
 * none is equal to a row that there is.
 *
 * @param progress hears of rows that were drawn, of all
 * @throws {AppError} INVALID where there is nothing to learn from, or every row would be a copy
 */
export function synthesise(
  frame: Frame,
  asked: SynthesisAsked,
  progress: (done: number, total: number) => void,
): { frame: Frame; made: Made } {
  const plans = planColumns(frame, asked);
  const used = frame.columns.flatMap((column, i) =>
    plans[i]!.how === "left out" ? [] : [{ plan: plans[i]!, column }],
  );
  if (!used.some(({ plan: { how } }) => how === "numbers" || how === "values"))
    throw new AppError("INVALID", "No column is left whose values could be learned from.");
  const table = { rows: frame.rows, columns: used.map(({ column }) => column) };
  const parts = partsOf(table, asked.fitted, asked.wanted, asked.seed);
  const series = used.map(({ plan, column }) => seriesOf(plan, column));
  const drawn = drawParts({ used, series, parts, split: asked.split, seed: asked.seed, progress });
  const kept = keptRows(drawn.isKept);
  if (kept.length === 0)
    throw new AppError(
      "INVALID",
      "Every row that was drawn is equal to a row that there is: the columns have so few combinations.",
    );
  const values = drawn.cells.map((cells) => Float64Array.from(kept, (row) => cells[row]!));
  const columns = used.map(({ plan, column }, i) => columnFrom(plan, column, values[i]!));
  const made = {
    fitted: { rows: asked.fitted.length, of: frame.rows, split: asked.split },
    rows: {
      asked: drawn.isKept.length,
      made: kept.length,
      redrawn: drawn.redrawn,
      dropped: drawn.isKept.length - kept.length,
    },
    byClass: classesMade(asked.wanted, parts, drawn.isKept),
    ...closenessOf({ used, series, values, parts, kept, plans, fitted: asked.fitted }),
  };
  return { frame: { rows: kept.length, columns }, made };
}

type Used = { plan: ColumnPlan; column: Column };

/** A column as numbers: text by codes; of one whose values are not drawn, whether there is one. */
function seriesOf({ how }: ColumnPlan, column: Column): Series {
  const isText = column.type === "text";
  const values = isText ? Float64Array.from(column.codes, (code) => (code < 0 ? NaN : code)) : column.values;
  const isDrawn = how === "numbers" || how === "values" || how === "constant";
  if (!isDrawn) return { values: values.map((value) => (value === value ? 0 : NaN)), isText: false };
  return { values, isText };
}

type ToDraw = {
  used: readonly Used[];
  series: readonly Series[];
  parts: readonly Part[];
  split: string | null;
  seed: number;
  progress: (done: number, total: number) => void;
};

function drawParts({ used, series, parts, split, seed, progress }: ToDraw) {
  const total = parts.reduce((sum, { places }) => sum + places.length, 0);
  const cells = series.map(() => new Float64Array(total));
  const isKept = new Uint8Array(total);
  // All rows that are made are for training: that alone does not tell one from a test row.
  const compared = used.flatMap(({ plan: { how, column } }, i) =>
    (how === "numbers" || how === "values") && column !== split ? [i] : [],
  );
  const source = fingerprints(compared.map((i) => series[i]!.values));
  const shown = new Float64Array(compared.length);
  let [redrawn, done] = [0, 0];
  for (const { fitted, places } of parts) {
    const draw = drawerOf(
      used,
      series.map((one) => rowsOfSeries(one, fitted)),
    );
    const row = new Float64Array(series.length);
    for (const place of places) {
      for (let tries = 0; tries <= mostTries && !isKept[place]; tries++) {
        draw(chanceOfRow(seed, place, tries), row);
        for (let i = 0; i < compared.length; i++) shown[i] = row[compared[i]!]!;
        if (source.has(fingerprint(shown))) redrawn += tries < mostTries ? 1 : 0;
        else isKept[place] = 1;
      }
      for (let i = 0; i < row.length; i++) cells[i]![place] = row[i]!;
      if (++done % 10_000 === 0) progress(done, total);
    }
  }
  return { cells, isKept, redrawn };
}

/** Draws rows of a part, with text by the codes of its categories again. */
function drawerOf(used: readonly Used[], series: readonly Series[]) {
  const copula = fitCopula(series);
  const marginals = copula.columns.map((scored, i) => {
    if (scored.levels.length < 2) return null;
    const { plan, column } = used[i]!;
    return plan.how === "numbers" ? numbersMarginal(scored, column.type) : valuesMarginal(scored);
  });
  const codes = copula.columns.map(({ ranks }) => {
    if (!ranks) return null;
    const inverse = new Int32Array(ranks.length);
    ranks.forEach((rank, code) => (inverse[rank] = code));
    return inverse;
  });
  const draw = rowDrawer(copula, marginals);
  return (random: () => number, row: Float64Array) => {
    draw(random, row);
    for (let i = 0; i < row.length; i++) {
      const inverse = codes[i];
      if (inverse && row[i] === row[i]) row[i] = inverse[row[i]!]!;
    }
  };
}

function keptRows(isKept: Uint8Array): Uint32Array {
  const kept: number[] = [];
  isKept.forEach((one, row) => (one ? kept.push(row) : undefined));
  return Uint32Array.from(kept);
}

function columnFrom({ how }: ColumnPlan, column: Column, values: Float64Array): Column {
  if (how === "new") return newCells(column, values);
  if (column.type !== "text") return { ...column, values };
  return { ...column, codes: Int32Array.from(values, (code) => (code === code ? code : -1)) };
}

function classesMade(wanted: Wanted, parts: readonly Part[], isKept: Uint8Array): Synthesis["byClass"] {
  if (wanted.byClass === null) return null;
  const classes = parts.map(({ value, fitted, places }) => ({
    value: value ?? "",
    fitted: fitted.length,
    asked: places.length,
    made: places.reduce((sum, place) => sum + isKept[place]!, 0),
  }));
  return { column: wanted.byClass.column, classes };
}

type ToCompare = {
  used: readonly Used[];
  series: readonly Series[];
  values: readonly Float64Array[];
  parts: readonly Part[];
  kept: Uint32Array;
  plans: readonly ColumnPlan[];
  fitted: Uint32Array;
};

/** How near the rows are to those that were fitted; class by class, of which the farthest is told. */
function closenessOf({ used, series, values, parts, kept, plans, fitted }: ToCompare) {
  const compare = (before: Uint32Array, after: Uint32Array | null): Compared[] =>
    used.map(({ plan: { how }, column }, i) => {
      const isText = series[i]!.isText;
      const made = { values: values[i]!, isText };
      return {
        name: column.name,
        isDrawn: how === "numbers" || how === "values",
        isCategory: how === "values",
        before: rowsOfSeries(series[i]!, before),
        after: after ? rowsOfSeries(made, after) : made,
      };
    });
  const placeOf = new Map(Array.from(kept, (row, i) => [row, i]));
  const compared = parts.map((part) => {
    if (parts.length === 1) return compare(part.fitted, null);
    return compare(part.fitted, Uint32Array.from([...part.places].flatMap((row) => placeOf.get(row) ?? [])));
  });
  const distances = compared.map((part) => part.map(columnDistance));
  const correlations = compared.flatMap((part) => correlationDistance(part) ?? []);
  const farthest = new Map(
    used.map(({ column }, i) => [column.name, farthestOf(distances.map((part) => part[i]!))]),
  );
  const columns = plans.map((plan): ColumnReport => {
    const { measure = null, distance = null, missing = null } = farthest.get(plan.column) ?? {};
    return { ...plan, measure, distance, missing };
  });
  return {
    columns,
    correlation: correlations.toSorted((a, b) => b.largest - a.largest)[0] ?? null,
    nearest: nearestRows(compare(fitted, null)),
  };
}

function farthestOf(parts: readonly ColumnDistance[]): ColumnDistance {
  return parts.reduce((most, one) => ((one.distance ?? -1) > (most.distance ?? -1) ? one : most));
}
