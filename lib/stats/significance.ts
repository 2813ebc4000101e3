import { betaFraction, logGamma } from "./binomial";

/**
 * The logarithm of the chance that an F-distributed number exceeds `f`, which may be far below what a
 * number can be.
 *
 * @param f at least 0
 * @param between degrees of freedom of the numerator, at least 1
 * @param within degrees of freedom of the denominator, at least 1
 * @returns at most 0; NaN for NaN
 */
export function logTailOfF(f: number, between: number, within: number): number {
  if (!(f > 0)) return f === 0 ? 0 : Number.NaN;
  if (f === Infinity) return -Infinity;
  const scaled = (between / within) * f;
  return logBeta({ x: 1 / (1 + scaled), rest: 1 / (1 + 1 / scaled) }, within / 2, between / 2);
}

/** ln I_x(a, b), where `rest` is 1 - x to all digits. */
function logBeta({ x, rest }: { x: number; rest: number }, a: number, b: number): number {
  const front = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(rest);
  if (x <= (a + 1) / (a + b + 2)) return front + Math.log(betaFraction(x, a, b) / a);
  return Math.log1p(-Math.exp(front) * (betaFraction(rest, b, a) / b));
}

/**
 * The logarithm of the chance that a number of the chi-squared distribution exceeds `x`.
 *
 * @param x at least 0
 * @param degrees of freedom, at least 1
 * @returns at most 0; NaN for NaN
 */
export function logTailOfChiSquared(x: number, degrees: number): number {
  if (!(x > 0)) return x === 0 ? 0 : Number.NaN;
  const [a, half] = [degrees / 2, x / 2];
  const front = a * Math.log(half) - half - logGamma(a);
  if (half < a + 1) return Math.log1p(-Math.exp(front) * gammaSeries(half, a));
  return front + Math.log(gammaFraction(half, a));
}

/** The series of the lower incomplete gamma function, without its factor x^a e^-x / gamma(a). */
function gammaSeries(x: number, a: number): number {
  let [term, sum] = [1 / a, 1 / a];
  for (let n = 1; n <= 100_000; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
}

/** Lentz' continued fraction of the upper one, without the same factor. */
function gammaFraction(x: number, a: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let made = d;
  for (let n = 1; n <= 100_000; n++) {
    const by = -n * (n - a);
    b += 2;
    d = 1 / (by * d + b);
    c = b + by / c;
    made *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return made;
}
