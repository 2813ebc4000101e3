import type { EngineOptions } from "@/lib/datasets/engine";
import { tableOf, type TableDeps } from "@/lib/datasets/masked-file";
import type { Version } from "@/lib/datasets/queries";
import type { Reader } from "@/lib/datasets/reader";
import { requireWhole } from "@/lib/datasets/whole-table";
import { AppError } from "@/lib/errors";
import { integer } from "@/lib/format";
import { rowsOf, takeRows, type Frame } from "@/lib/frame/frame";
import { limits } from "@/lib/limits";
import type { Askable } from "@/lib/registry/askable";
import type { Row } from "@/lib/registry/predict";
import type { Scorer } from "@/lib/registry/scorer";
import type { Choice } from "./schema";

export type ChoosingDeps = TableDeps & { scorer: Scorer };
type Asking = Pick<EngineOptions, "asker" | "signal">;
/** Rows in the order in which they are given out; `leftOut` are those that a model cannot answer. */
export type ChosenRows = { numbers: number[]; leftOut: number };

/**
 * The numbers of the rows, from 1, that a task is about.
 *
 * @param model where rows are chosen by what a model is not sure of
 * @throws {AppError} INVALID where no row, or more than a task may have, is chosen, or a key is of no row
 */
export async function chooseRows(
  deps: ChoosingDeps,
  reader: Reader,
  version: Version,
  { choice, model }: { choice: Choice; model: Askable | null },
  asking: Asking,
): Promise<ChosenRows> {
  const { engine, scorer } = deps;
  const table = await tableOf(deps, reader, version, asking);
  const most = choice.kind === "uncertain" ? limits.labelScoredRows : limits.labelRows;
  const { numbers, total, absent } = await engine.run(
    "choose-rows",
    {
      table,
      filter: "filter" in choice ? (choice.filter ?? null) : null,
      keys: choice.kind === "keys" ? choice : null,
      draw: choice.kind === "random" ? choice : null,
      most,
    },
    asking,
  );
  if (absent.length > 0)
    throw new AppError(
      "INVALID",
      `No row has ${absent.join(", ")}. Take them out, or choose another column.`,
    );
  if (total === 0) throw new AppError("INVALID", "No row is chosen.");
  if (total > most && choice.kind !== "random") throw tooMany(choice.kind, total, most);
  if (choice.kind !== "uncertain" || !model) return { numbers, leftOut: 0 };

  const names = model.signature.inputs.map(({ name }) => name);
  requireWhole(version.dataset.name, { rows: version.rows, columns: names.length });
  const frame = await engine.run("column", { table, names, limit: version.rows }, asking);
  const chosen = takeRows(
    frame,
    numbers.map((number) => number - 1),
  );
  const sure = await margins(scorer, model, chosen, asking);
  const order = [...sure.keys()].sort((a, b) => sure.get(a)! - sure.get(b)! || a - b);
  if (order.length === 0)
    throw new AppError("INVALID", "The model can answer none of the rows: each lacks one of its inputs.");
  return {
    numbers: order.slice(0, choice.count).map((place) => numbers[place]!),
    leftOut: numbers.length - order.length,
  };
}

function tooMany(kind: Choice["kind"], total: number, most: number): AppError {
  const why =
    kind === "uncertain"
      ? `the model would have to look at ${integer(total)} rows; it looks at ${integer(most)} at most`
      : `${integer(total)} rows are chosen; a task has ${integer(most)} at most`;
  return new AppError("INVALID", `${why[0]!.toUpperCase()}${why.slice(1)}. Narrow them by a formula.`);
}

/** How far the two largest probabilities of each row lie apart, by its place; rows without an input lack. */
async function margins(
  scorer: Scorer,
  model: Askable,
  frame: Frame,
  asking: Asking,
): Promise<Map<number, number>> {
  const required = model.signature.inputs.filter(({ required: must }) => must).map(({ name }) => name);
  const found = new Map<number, number>();
  for (let start = 0; start < frame.rows; start += limits.labelScoredAtOnce) {
    const rows: Row[] = rowsOf(frame, start, start + limits.labelScoredAtOnce);
    const places = [...rows.keys()].filter((i) =>
      required.every((name) => rows[i]![name] !== null && rows[i]![name] !== ""),
    );
    if (places.length === 0) continue;
    const asked = places.map((i) => rows[i]!);
    const { predictions } = await scorer.score({ ...model, rows: asked }, asking);
    places.forEach((i, at) => found.set(start + i, marginOf(Object.values(predictions[at]!.probabilities))));
  }
  return found;
}

function marginOf(probabilities: readonly number[]): number {
  const [first = 0, second = 0] = probabilities.toSorted((a, b) => b - a);
  return first - second;
}
