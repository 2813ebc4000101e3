/**
 * The standard normal distribution function; at most about 1e-15 off.
 *
 * @returns [0, 1]; NaN for NaN
 * @see G. West, Better approximations to cumulative normal functions, 2005 (Hart's algorithm 5666)
 */
export function normalCdf(x: number): number {
  const z = Math.abs(x);
  if (z > 37) return x > 0 ? 1 : 0;
  const density = Math.exp((-z * z) / 2);
  const tail = z < 7.07106781186547 ? (density * above(z)) / below(z) : density / fraction(z);
  return x > 0 ? 1 - tail : tail;
}

function above(z: number): number {
  let sum = 3.52624965998911e-2 * z + 0.700383064443688;
  sum = sum * z + 6.37396220353165;
  sum = sum * z + 33.912866078383;
  sum = sum * z + 112.079291497871;
  sum = sum * z + 221.213596169931;
  return sum * z + 220.206867912376;
}

function below(z: number): number {
  let sum = 8.83883476483184e-2 * z + 1.75566716318264;
  sum = sum * z + 16.064177579207;
  sum = sum * z + 86.7807322029461;
  sum = sum * z + 296.564248779674;
  sum = sum * z + 637.333633378831;
  sum = sum * z + 793.826512519948;
  return sum * z + 440.413735824752;
}

function fraction(z: number): number {
  return (z + 1 / (z + 2 / (z + 3 / (z + 4 / (z + 0.65))))) * 2.506628274631;
}

/** The standard normal density; 0 for an infinite number. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

const central = [
  [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
    39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
  ],
] as const;
const middle = [
  [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
  ],
  [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
    0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
] as const;
const far = [
  [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
    0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  [
    1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
] as const;

/**
 * The quantile of the standard normal distribution, to about 1e-15.
 *
 * @param p [0, 1]; the ends are infinite
 * @see M. Wichura, Algorithm AS 241, Applied Statistics 37, 1988
 */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(central, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const tail = r <= 5 ? ratio(middle, r - 1.6) : ratio(far, r - 5);
  return q < 0 ? -tail : tail;
}

function ratio([top, bottom]: readonly [readonly number[], readonly number[]], r: number): number {
  return polynomial(top, r) / polynomial(bottom, r);
}

function polynomial(coefficients: readonly number[], r: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * r + coefficients[i]!;
  return sum;
}
