/** A heliocentric ellipse: semi-major axis in au, eccentricity, angles in degrees. */
export type Orbit = { a: number; e: number; inclination: number; node: number; perihelion: number };

const earth: Orbit = { a: 1.00000261, e: 0.01671123, inclination: 0, node: 0, perihelion: 102.93768193 };
const coarseSteps = 240;
const refinements = 40;

type Point = [number, number, number];

/**
 * Minimum orbit intersection distance with the earth's orbit, au, by search: every 1.5 degrees along the
 * orbit against the earth's point at the same longitude, then the best places narrowed along both.
 */
export function minimumOrbitIntersection(orbit: Orbit): number {
  const step = (2 * Math.PI) / coarseSteps;
  const coarse = Array.from({ length: coarseSteps }, (_, i) => {
    const point = pointAt(orbit, i * step);
    const nearest = Math.atan2(point[1], point[0]) - (earth.perihelion * Math.PI) / 180;
    return { anomaly: i * step, nearest, distance: distance(point, pointAt(earth, nearest)) };
  });
  const valleys = coarse.filter(
    ({ distance: d }, i) => d <= coarse[(i + 1) % coarseSteps]!.distance && d <= coarse.at(i - 1)!.distance,
  );
  return Math.min(...valleys.map(({ anomaly, nearest }) => narrowed(orbit, anomaly, nearest, step)));
}

function narrowed(orbit: Orbit, anomaly: number, earthAnomaly: number, step: number): number {
  let best = distance(pointAt(orbit, anomaly), pointAt(earth, earthAnomaly));
  for (let i = 0, d = step; i < refinements; i++) {
    const moves = [
      [d, 0],
      [-d, 0],
      [0, d],
      [0, -d],
      [d, d],
      [-d, -d],
    ].map(([a, b]) => ({ a: anomaly + a!, b: earthAnomaly + b! }));
    const [closest] = moves
      .map((move) => ({ ...move, value: distance(pointAt(orbit, move.a), pointAt(earth, move.b)) }))
      .sort((x, y) => x.value - y.value);
    if (closest!.value < best) [best, anomaly, earthAnomaly] = [closest!.value, closest!.a, closest!.b];
    else d /= 2;
  }
  return best;
}

/** Ecliptic coordinates, au, at a true anomaly in radians. */
export function pointAt({ a, e, inclination, node, perihelion }: Orbit, anomaly: number): Point {
  const r = (a * (1 - e * e)) / (1 + e * Math.cos(anomaly));
  const [i, n, u] = [inclination, node, perihelion].map((degrees) => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
  ];
  const argument = u + anomaly;
  return [
    r * (Math.cos(n) * Math.cos(argument) - Math.sin(n) * Math.sin(argument) * Math.cos(i)),
    r * (Math.sin(n) * Math.cos(argument) + Math.cos(n) * Math.sin(argument) * Math.cos(i)),
    r * Math.sin(argument) * Math.sin(i),
  ];
}

function distance([x, y, z]: Point, [u, v, w]: Point): number {
  return Math.hypot(x - u, y - v, z - w);
}
