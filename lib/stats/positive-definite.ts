/** The least eigenvalue that a correlation matrix keeps when it is made positive definite. */
const leastEigenvalue = 1e-6;

/**
 * The lower triangle L of a symmetric matrix A = L L', row by row.
 *
 * @param matrix k x k values
 * @returns null where the matrix is not positive definite
 */
export function cholesky(matrix: Float64Array, k: number): Float64Array | null {
  const lower = new Float64Array(k * k);
  for (let i = 0; i < k; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * k + j]!;
      for (let m = 0; m < j; m++) sum -= lower[i * k + m]! * lower[j * k + m]!;
      if (i === j && !(sum > 1e-12)) return null;
      lower[i * k + j] = i === j ? Math.sqrt(sum) : sum / lower[j * k + j]!;
    }
  return lower;
}

/**
 * The lower triangle of a correlation matrix, which is first made positive definite where it is not: what its
 * eigenvalues lack is added, and the diagonal brought back to 1.
 *
 * @param matrix k x k values with 1 on the diagonal
 */
export function choleskyOfCorrelation(
  matrix: Float64Array,
  k: number,
): { lower: Float64Array; isRepaired: boolean } {
  const lower = cholesky(matrix, k);
  if (lower) return { lower, isRepaired: false };
  const repaired = cholesky(withoutNegative(matrix, k), k);
  if (!repaired) throw new Error("The correlation matrix could not be made positive definite.");
  return { lower: repaired, isRepaired: true };
}

function withoutNegative(matrix: Float64Array, k: number): Float64Array {
  const { values, vectors } = eigen(matrix, k);
  const made = new Float64Array(k * k);
  for (let m = 0; m < k; m++) {
    const value = Math.max(leastEigenvalue, values[m]!);
    for (let i = 0; i < k; i++) {
      const scaled = value * vectors[i * k + m]!;
      for (let j = 0; j <= i; j++) made[i * k + j]! += scaled * vectors[j * k + m]!;
    }
  }
  const scale = Float64Array.from({ length: k }, (_, i) => 1 / Math.sqrt(made[i * k + i]!));
  for (let i = 0; i < k; i++)
    for (let j = 0; j <= i; j++) {
      const value = i === j ? 1 : made[i * k + j]! * scale[i]! * scale[j]!;
      made[i * k + j] = made[j * k + i] = value;
    }
  return made;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations.
 *
 * @returns k values, and k x k with a vector in each column
 */
export function eigen(matrix: Float64Array, k: number): { values: Float64Array; vectors: Float64Array } {
  const a = Float64Array.from(matrix);
  const vectors = new Float64Array(k * k);
  for (let i = 0; i < k; i++) vectors[i * k + i] = 1;
  for (let sweep = 0; sweep < 50 && offDiagonal(a, k) > 1e-20; sweep++)
    for (let p = 0; p < k - 1; p++) for (let q = p + 1; q < k; q++) rotate(a, vectors, k, p, q);
  return { values: Float64Array.from({ length: k }, (_, i) => a[i * k + i]!), vectors };
}

function offDiagonal(a: Float64Array, k: number): number {
  let sum = 0;
  for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) sum += a[i * k + j]! ** 2;
  return sum;
}

function rotate(a: Float64Array, vectors: Float64Array, k: number, p: number, q: number): void {
  const apq = a[p * k + q]!;
  if (Math.abs(apq) < 1e-15) return;
  const theta = (a[q * k + q]! - a[p * k + p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cos = 1 / Math.sqrt(t * t + 1);
  const sin = t * cos;
  const turn = (values: Float64Array, x: number, y: number) => {
    const [one, other] = [values[x]!, values[y]!];
    values[x] = cos * one - sin * other;
    values[y] = sin * one + cos * other;
  };
  for (let i = 0; i < k; i++) turn(a, i * k + p, i * k + q);
  for (let i = 0; i < k; i++) turn(a, p * k + i, q * k + i);
  for (let i = 0; i < k; i++) turn(vectors, i * k + p, i * k + q);
}
