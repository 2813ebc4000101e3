import { AppError } from "@/lib/errors";
import { predictLogistic } from "./logistic";
import type { Matrix, Probabilities, Report } from "./matrix";
import { damaged, modelHead, requireWhole, type ModelHead } from "./model-check";
import { predictNeighbours } from "./neighbours";
import type { Fitted, Model } from "./trained-model";
import { predictRow } from "./trees";

export type { Fitted, Model } from "./trained-model";

/** Class probabilities of encoded rows. */
export function predict(
  { fitted }: Pick<Model, "fitted">,
  asked: Matrix,
  report: Report = () => undefined,
): Probabilities {
  if (fitted.kind === "neighbours") return predictNeighbours(fitted.neighbours, asked, report);
  if (fitted.kind === "logistic") return predictLogistic(fitted.logistic, asked);
  const { trees } = fitted;
  const values = new Float64Array(asked.rows * trees.classes);
  for (let i = 0; i < asked.rows; i++) {
    predictRow(trees, asked.values, i * asked.width, values, i * trees.classes);
    if (i % 1_024 === 1_023) report(i + 1, asked.rows);
  }
  return { rows: asked.rows, classes: trees.classes, values };
}

type Arrays = Record<string, Float64Array | Int32Array | Int16Array | Uint8Array>;
const magic = "PERIMODEL1";
const types = { Float64Array, Int32Array, Int16Array, Uint8Array };
/** A head longer than this is none. */
const longestHead = 16 * 2 ** 20;

/**
 * A model as bytes: a JSON head, then its arrays one after the other, each on an 8-byte boundary.
 * The same model gives the same bytes.
 */
export function encodeModel({ fitted, ...described }: Model): Uint8Array {
  const { numbers, arrays } = parts(fitted);
  const entries = Object.entries(arrays);
  const header = {
    ...described,
    kind: fitted.kind,
    numbers,
    arrays: entries.map(([name, array]) => ({ name, type: array.constructor.name, length: array.length })),
  };
  const head = new TextEncoder().encode(`${magic}\n${JSON.stringify(header)}\n`);
  const bytes = new Uint8Array(
    aligned(head.length) + entries.reduce((sum, [, array]) => sum + aligned(array.byteLength), 0),
  );
  bytes.set(head);
  let at = aligned(head.length);
  for (const [, array] of entries) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += aligned(array.byteLength);
  }
  return bytes;
}

/**
 * Reads a model, whole: what it answers can be asked about any row.
 *
 * @throws {AppError} INVALID when the bytes are not a model of ours, or a damaged one
 */
export function decodeModel(bytes: Uint8Array): Model {
  const lineEnd = bytes.subarray(0, longestHead).indexOf(10, magic.length + 1);
  if (new TextDecoder().decode(bytes.subarray(0, magic.length)) !== magic || lineEnd < 0)
    throw new AppError("INVALID", "This file is not a model made by Perihelion.");
  const { kind, numbers, arrays, ...described } = headOf(bytes.subarray(magic.length + 1, lineEnd));
  const model = { ...described, fitted: whole(kind, numbers, arraysOf(bytes, aligned(lineEnd + 1), arrays)) };
  requireWhole(model);
  return model;
}

function headOf(line: Uint8Array): ModelHead {
  try {
    return modelHead.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line)));
  } catch {
    throw damaged("its head cannot be read");
  }
}

/** The arrays that a head names; sizes are compared with the file before anything is made for them. */
function arraysOf(
  bytes: Uint8Array,
  from: number,
  entries: ModelHead["arrays"],
): Map<string, Arrays[string]> {
  const sizes = entries.map(({ type, length }) => length * types[type].BYTES_PER_ELEMENT);
  const end = sizes.reduce((sum, size) => sum + aligned(size), from);
  if (end !== bytes.length) throw damaged("its length is not what its head says");
  let at = from;
  return new Map(
    entries.map(({ name, type }, i) => {
      const part = new Uint8Array(sizes[i]!); // a copy of its own, for bytes may lie in a larger buffer
      part.set(bytes.subarray(at, at + part.length));
      at += aligned(part.length);
      return [name, new types[type](part.buffer)];
    }),
  );
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function parts(fitted: Fitted): { numbers: Record<string, number>; arrays: Arrays } {
  if (fitted.kind === "trees") {
    const { classes, ...arrays } = fitted.trees;
    return { numbers: { classes }, arrays };
  }
  if (fitted.kind === "neighbours") {
    const { k, width, classes, rows, ...arrays } = fitted.neighbours;
    return { numbers: { k, width, classes, rows }, arrays };
  }
  const { width, classes, mean, scale, weights } = fitted.logistic;
  return {
    numbers: { width, classes },
    arrays: { mean, scale, ...Object.fromEntries(weights.map((side, i) => [`weights${i}`, side])) },
  };
}

function whole(
  kind: Fitted["kind"],
  numbers: Record<string, number>,
  arrays: Map<string, Arrays[string]>,
): Fitted {
  const number = (name: string) => numbers[name] ?? -1;
  const array = <Type extends Arrays[string]>(name: string, type: new (length: number) => Type): Type => {
    const found = arrays.get(name);
    if (!(found instanceof type)) throw damaged(`it has no ${name}`);
    return found;
  };
  if (kind === "trees")
    return {
      kind,
      trees: {
        classes: number("classes"),
        starts: array("starts", Int32Array),
        feature: array("feature", Int16Array),
        threshold: array("threshold", Float64Array),
        right: array("right", Int32Array),
        leaves: array("leaves", Float64Array),
        importance: array("importance", Float64Array),
      },
    };
  const scales = { mean: array("mean", Float64Array), scale: array("scale", Float64Array) };
  const sizes = { width: number("width"), classes: number("classes"), ...scales };
  if (kind === "neighbours") {
    const rows = { values: array("values", Float64Array), labels: array("labels", Uint8Array) };
    return { kind, neighbours: { k: number("k"), rows: number("rows"), ...sizes, ...rows } };
  }
  const weights = Array.from({ length: arrays.size - 2 }, (_, i) => array(`weights${i}`, Float64Array));
  return { kind, logistic: { ...sizes, weights } };
}
