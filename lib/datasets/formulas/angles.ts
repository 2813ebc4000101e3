import { functionGroup, number, type FormulaFunction } from "./function";
import { bind, guarded } from "./sql";

type Angle = Pick<FormulaFunction, "says" | "example"> & {
  name: string;
  run: (x: number) => number;
  where?: string;
  python?: string;
};

function ofAngle({ name, run, where, python, ...rest }: Angle): FormulaFunction {
  return {
    group: "Math",
    params: [number("x")],
    result: "number",
    sql: ([x]) => (where ? guarded(name, x!, where) : `${name}(${x})`),
    run: (x: number) => run(x),
    python: python ?? `return math.${name}(x)`,
    ...rest,
  };
}

/** Functions of angles, which are in radians unless they say degrees. */
export const angleFunctions = functionGroup({
  sin: ofAngle({ name: "sin", run: Math.sin, says: "The sine of x radians.", example: ["sin(0)", 0] }),
  cos: ofAngle({ name: "cos", run: Math.cos, says: "The cosine of x radians.", example: ["cos(0)", 1] }),
  tan: ofAngle({ name: "tan", run: Math.tan, says: "The tangent of x radians.", example: ["tan(0)", 0] }),
  asin: ofAngle({
    name: "asin",
    run: Math.asin,
    where: "v BETWEEN -1 AND 1",
    says: "The angle in radians whose sine is x; missing where x is not from -1 to 1.",
    example: ["asin(0)", 0],
  }),
  acos: ofAngle({
    name: "acos",
    run: Math.acos,
    where: "v BETWEEN -1 AND 1",
    says: "The angle in radians whose cosine is x; missing where x is not from -1 to 1.",
    example: ["acos(1)", 0],
  }),
  atan: ofAngle({
    name: "atan",
    run: Math.atan,
    says: "The angle in radians whose tangent is x.",
    example: ["atan(0)", 0],
  }),
  atan2: {
    group: "Math",
    params: [number("y"), number("x")],
    result: "number",
    says: "The angle in radians of the point (x, y), from -pi to pi.",
    example: ["degrees(atan2(1, 0))", 90],
    // There is one zero: files do not keep the sign of the other.
    sql: ([y, x]) =>
      `atan2(${[y!, x!].map((of) => bind(of, "CASE WHEN v = 0 THEN 0 ELSE v END")).join(", ")})`,
    run: (y: number, x: number) => Math.atan2(y + 0, x + 0),
    python: "return math.atan2(y + 0.0, x + 0.0)",
  },
  degrees: ofAngle({
    name: "degrees",
    run: (x) => x * (180 / Math.PI),
    says: "An angle of x radians in degrees.",
    example: ["degrees(pi())", 180],
    python: "return x * (180 / math.pi)",
  }),
  radians: ofAngle({
    name: "radians",
    run: (x) => x * (Math.PI / 180),
    says: "An angle of x degrees in radians.",
    example: ["radians(180) = pi()", true],
    python: "return x * (math.pi / 180)",
  }),
  pi: {
    group: "Math",
    params: [],
    result: "number",
    says: "The ratio of a circle's circumference to its diameter.",
    example: ["round(pi(), 4)", 3.1416],
    sql: () => "pi()",
    run: () => Math.PI,
    python: "return math.pi",
  },
});
