import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { decodeModel, encodeModel, predict, type Fitted, type Model } from "./model";

const described = {
  algorithm: { algorithm: "decision-tree", max_depth: null, min_samples_leaf: 1 },
  target: "y",
  classes: ["no", "yes"],
  encoders: [
    { column: "a", kind: "number", fill: 0 },
    { column: "b", kind: "category", categories: ["x", "z"] },
  ],
} satisfies Omit<Model, "fitted">;
const scales = { mean: new Float64Array(3), scale: Float64Array.of(1, 1, 1) };

/** One tree of a root and two leaves. */
const trees = (change: { right?: number[]; feature?: number[]; threshold?: number[] } = {}): Fitted => ({
  kind: "trees",
  trees: {
    classes: 2,
    starts: Int32Array.of(0, 3),
    feature: Int16Array.from(change.feature ?? [0, -1, -1]),
    threshold: Float64Array.from(change.threshold ?? [0.5, 0, 0]),
    right: Int32Array.from(change.right ?? [2, 0, 1]),
    leaves: Float64Array.of(1, 0, 0.25, 0.75),
    importance: new Float64Array(3),
  },
});
const fitted: Fitted[] = [
  trees(),
  {
    kind: "neighbours",
    neighbours: {
      k: 1,
      width: 3,
      classes: 2,
      rows: 2,
      ...scales,
      values: Float64Array.of(0, 1, 0, 5, 0, 1),
      labels: Uint8Array.of(0, 1),
    },
  },
  {
    kind: "logistic",
    logistic: { width: 3, classes: 2, ...scales, weights: [Float64Array.of(1, -1, 0.5, 0.1)] },
  },
];
const asked = { rows: 2, width: 3, values: Float64Array.of(0, 1, 0, 9, 0, 1) };
const written = (of: Fitted) => encodeModel({ ...described, fitted: of });

test.each(fitted.map((of) => [of.kind, of] as const))(
  "a model of %s is read as it was written",
  (_kind, of) => {
    expect(decodeModel(written(of))).toEqual({ ...described, fitted: of });
  },
);

test("a model is read from the middle of a larger buffer", () => {
  const bytes = written(trees());
  const larger = Buffer.alloc(bytes.length + 64);
  larger.set(bytes, 3);
  const part = larger.subarray(3, 3 + bytes.length);
  expect(decodeModel(part)).toEqual({ ...described, fitted: trees() });
});

test.each([
  ["a node that is its own child", trees({ right: [0, 0, 1] })],
  ["a child before its parent", trees({ feature: [0, 1, -1], right: [2, 0, 1] })],
  ["a child beyond its tree", trees({ right: [3, 0, 1] })],
  ["a feature that no column gives", trees({ feature: [3, -1, -1] })],
  ["a leaf that is not there", trees({ right: [2, 0, 2] })],
  ["a threshold that is no number", trees({ threshold: [Number.NaN, 0, 0] })],
])("a tree with %s is refused", (_what, of) => {
  expect(() => decodeModel(written(of))).toThrow("This model file is damaged");
});

test("whatever is changed in a model's bytes, it is refused or can be asked", () => {
  const originals = fitted.map(written);
  const mutation = fc.record({
    which: fc.nat(originals.length - 1),
    at: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
      minLength: 1,
      maxLength: 6,
    }),
    cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  });
  fc.assert(
    fc.property(mutation, ({ which, at, cut }) => {
      const bytes = originals[which]!.slice();
      for (const [place, value] of at) bytes[Math.floor(place * (bytes.length - 1))] = value;
      expectRefusedOrAsked(cut === undefined ? bytes : bytes.slice(0, Math.floor(cut * bytes.length)));
    }),
    { numRuns: 5_000 },
  );
});

test("whatever a head says, it is refused or can be asked", () => {
  const head = JSON.parse(new TextDecoder().decode(written(trees())).split("\n")[1]!) as Record<
    string,
    unknown
  >;
  const original = written(trees());
  const body = original.slice(original.length - [8, 8, 24, 16, 32, 24].reduce((sum, size) => sum + size));
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(head)), fc.jsonValue(), (key, value) => {
      const line = new TextEncoder().encode(`PERIMODEL1\n${JSON.stringify({ ...head, [key]: value })}\n`);
      const bytes = new Uint8Array(Math.ceil(line.length / 8) * 8 + body.length);
      bytes.set(line);
      bytes.set(body, bytes.length - body.length);
      expectRefusedOrAsked(bytes);
    }),
    { numRuns: 2_000 },
  );
});

function expectRefusedOrAsked(bytes: Uint8Array): void {
  try {
    const model = decodeModel(bytes);
    const { values } = predict(model, {
      ...asked,
      width: widthOf(model),
      values: new Float64Array(2 * widthOf(model)),
    });
    expect(values.length).toBe(2 * model.classes.length);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe("INVALID");
  }
}

function widthOf({ encoders }: Model): number {
  return encoders.reduce((sum, of) => sum + (of.kind === "category" ? of.categories.length : 1), 0);
}
