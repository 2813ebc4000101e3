import { normalCdf } from "./normal";

/** Nodes and weights of Gauss and Legendre's rule with 20 points, those left of 0. */
const nodes = [
  0.9931285991850949, 0.9639719272779138, 0.9122344282513259, 0.8391169718222188, 0.7463319064601508,
  0.636053680726515, 0.5108670019508271, 0.3737060887154196, 0.2277858511416451, 0.07652652113349733,
];
const weights = [
  0.01761400713915212, 0.04060142980038694, 0.06267204833410906, 0.08327674157670475, 0.1019301198172404,
  0.1181945319615184, 0.1316886384491766, 0.1420961093183821, 0.1491729864726037, 0.1527533871307259,
];

/**
 * The chance that two normal variables that go together by r are at most x and y, to about 1e-15.
 *
 * @param r their correlation, [0, 1]
 * @see A. Genz, Numerical computation of rectangular bivariate and trivariate normal and t probabilities,
 * Statistics and Computing 14, 2004
 */
export function bothBelow(x: number, y: number, r: number): number {
  if (r >= 1) return normalCdf(Math.min(x, y));
  return r < 0.925 ? looselyBelow(x, y, r) : closelyBelow(x, y, r);
}

function looselyBelow(x: number, y: number, r: number): number {
  const [product, squares, angle] = [x * y, (x * x + y * y) / 2, Math.asin(r)];
  let sum = 0;
  for (let i = 0; i < nodes.length; i++)
    for (const side of [-1, 1]) {
      const sine = Math.sin((angle * (side * nodes[i]! + 1)) / 2);
      sum += weights[i]! * Math.exp((sine * product - squares) / (1 - sine * sine));
    }
  return (sum * angle) / (4 * Math.PI) + normalCdf(x) * normalCdf(y);
}

function closelyBelow(x: number, y: number, r: number): number {
  const [product, rest, gap] = [x * y, (1 - r) * (1 + r), (x - y) ** 2];
  const [c, d] = [(4 - product) / 8, (12 - product) / 16];
  const [root, distance] = [Math.sqrt(rest), Math.sqrt(gap)];
  const power = -(gap / rest + product) / 2;
  let sum = 0;
  if (power > -100)
    sum =
      root * Math.exp(power) * (1 - (c * (gap - rest) * (1 - (d * gap) / 5)) / 3 + (c * d * rest * rest) / 5);
  if (-product < 100)
    sum -=
      Math.exp(-product / 2) *
      Math.sqrt(2 * Math.PI) *
      normalCdf(-distance / root) *
      distance *
      (1 - (c * gap * (1 - (d * gap) / 5)) / 3);
  for (let i = 0; i < nodes.length; i++)
    for (const side of [-1, 1]) {
      const square = ((root / 2) * (side * nodes[i]! + 1)) ** 2;
      const at = -(gap / square + product) / 2;
      if (at <= -100) continue;
      const slope = Math.sqrt(1 - square);
      const exact = Math.exp((-product * (1 - slope)) / (2 * (1 + slope))) / slope;
      sum += (root / 2) * weights[i]! * Math.exp(at) * (exact - (1 + c * square * (1 + d * square)));
    }
  return -sum / (2 * Math.PI) + normalCdf(Math.min(x, y));
}
