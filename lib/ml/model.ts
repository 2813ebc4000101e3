import { AppError } from "@/lib/errors";
import type { Algorithm } from "./algorithms";
import type { Encoder } from "./encode";
import type { Logistic } from "./logistic";
import { predictLogistic } from "./logistic";
import type { Matrix, Probabilities, Report } from "./matrix";
import { predictNeighbours, type Neighbours } from "./neighbours";
import { predictRow, type Trees } from "./trees";

export type Fitted =
  | { kind: "trees"; trees: Trees }
  | { kind: "neighbours"; neighbours: Neighbours }
  | { kind: "logistic"; logistic: Logistic };

/** A trained model with all that is needed to ask it: how columns become features, and the names of the classes. */
export type Model = {
  algorithm: Algorithm;
  target: string;
  classes: string[];
  encoders: Encoder[];
  fitted: Fitted;
};

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
type Header = Omit<Model, "fitted"> & {
  kind: Fitted["kind"];
  numbers: Record<string, number>;
  arrays: { name: string; type: string; length: number }[];
};
const magic = "PERIMODEL1";
const types = { Float64Array, Int32Array, Int16Array, Uint8Array };

/** A model as bytes: a JSON head, then its arrays one after the other, each on an 8-byte boundary. The same model gives the same bytes. */
export function encodeModel({ fitted, ...described }: Model): Uint8Array {
  const { numbers, arrays } = parts(fitted);
  const entries = Object.entries(arrays);
  const header: Header = {
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
 * Reads a model.
 *
 * @throws {AppError} INVALID when the bytes are not a model of ours
 */
export function decodeModel(bytes: Uint8Array): Model {
  const lineEnd = bytes.indexOf(10, magic.length + 1);
  if (new TextDecoder().decode(bytes.subarray(0, magic.length)) !== magic || lineEnd < 0)
    throw new AppError("INVALID", "This file is not a model made by Perihelion.");
  const { kind, numbers, arrays, ...described } = JSON.parse(
    new TextDecoder().decode(bytes.subarray(magic.length + 1, lineEnd)),
  ) as Header;
  let at = aligned(lineEnd + 1);
  const read: Arrays = {};
  for (const { name, type, length } of arrays) {
    const array = new types[type as keyof typeof types](length);
    new Uint8Array(array.buffer).set(bytes.subarray(at, at + array.byteLength));
    read[name] = array;
    at += aligned(array.byteLength);
  }
  return { ...described, fitted: whole(kind, numbers, read) };
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

function whole(kind: Fitted["kind"], numbers: Record<string, number>, arrays: Arrays): Fitted {
  if (kind === "trees") return { kind, trees: { ...numbers, ...arrays } as Trees };
  if (kind === "neighbours") return { kind, neighbours: { ...numbers, ...arrays } as Neighbours };
  const { mean, scale, ...weights } = arrays as Record<string, Float64Array>;
  return {
    kind,
    logistic: {
      width: numbers.width!,
      classes: numbers.classes!,
      mean: mean!,
      scale: scale!,
      weights: Object.values(weights),
    },
  };
}
