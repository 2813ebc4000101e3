import type { Column, ColumnType, Frame } from "@/lib/frame/frame";
import { normal, seededRandom, type Random } from "@/lib/stats/random";
import { minimumOrbitIntersection, type Orbit } from "./orbits";

const rows = 4_687;
const asteroids = 3_692;
const day = 86_400_000;
const start = Date.UTC(1995, 0, 1);
const end = Date.UTC(2016, 8, 8);
/**
 * In the catalogue 9 of 752 objects that meet the rule are not called hazardous,
 * and 12 of 3,935 that do not meet it are.
 */
const exceptions = { met: 9 / 752, unmet: 12 / 3_935 };
const kilometresPerAu = 149_597_870.7;

type Asteroid = {
  id: number;
  h: number;
  orbit: Orbit;
  moid: number;
  hazardous: boolean;
  orbitId: number;
  uncertainty: number;
  determined: number;
  epoch: number;
  meanAnomaly: number;
};

/**
 * Near-earth objects made by orbital mechanics, with the 40 columns of NASA's file: unit copies,
 * constant columns and repeated asteroids included. No real object; always labelled simulated.
 *
 * Perihelion q = a(1 - e), aphelion Q = a(1 + e), period by Kepler's third law, diameter
 * D = 1329 km / sqrt(albedo) * 10^(-H/5) for albedos 0.25 and 0.05, Tisserand's parameter for Jupiter,
 * encounter speed by Öpik's U^2 = 3 - T for the earth. Hazardous: orbits meet within 0.05 au and H <= 22.
 *
 * @param seed the same seed gives the same table
 */
export function neoSample(seed: number): Frame {
  const random = seededRandom(seed);
  const population = Array.from({ length: asteroids }, (_, i) => asteroid(i, random));
  const approaches = Array.from({ length: rows }, (_, i) => ({
    asteroid: i < asteroids ? population[i]! : population[Math.floor(random() * asteroids)]!,
    at: start + Math.floor((random() * (end - start)) / day) * day,
    miss: 0.0005 + 0.4995 * Math.sqrt(random()),
    wobble: random(),
  }));
  approaches.sort((a, b) => a.at - b.at);
  return { rows, columns: columnsOf(approaches) };
}

function asteroid(i: number, random: Random): Asteroid {
  const h = Math.round(10 * Math.max(11.2, Math.min(32, 22.3 + 2.9 * normal(random)))) / 10;
  const perihelion = Math.min(1.3, 0.08 + 1.22 * Math.sqrt(random()));
  const e = Math.min(0.96, Math.max(0.008, 0.38 + 0.18 * normal(random)));
  const orbit = {
    a: perihelion / (1 - e),
    e,
    inclination: Math.min(75, 13 * Math.abs(normal(random))) + 0.01,
    node: 360 * random(),
    perihelion: 360 * random(),
  };
  const moid = minimumOrbitIntersection(orbit);
  const rule = moid <= 0.05 && h <= 22;
  const uncertainty = Math.max(0, Math.min(9, Math.round(4 + (h - 22) * 0.7 + 2 * normal(random))));
  return {
    id: 2_000_433 + i * 461 + Math.floor(random() * 460),
    h,
    orbit,
    moid,
    hazardous: random() < (rule ? exceptions.met : exceptions.unmet) ? !rule : rule,
    orbitId: 1 + Math.floor(12 * -Math.log(1 - random())),
    uncertainty,
    determined: Date.UTC(2017, 3, 6, 8, Math.floor(random() * 60), Math.floor(random() * 60)),
    epoch: 2_458_000.5 - (random() < 0.1 ? Math.floor(random() * 4_000) : 0),
    meanAnomaly: 360 * random(),
  };
}

type Approach = { asteroid: Asteroid; at: number; miss: number; wobble: number };

function columnsOf(approaches: readonly Approach[]): Column[] {
  const numeric = (
    name: string,
    value: (approach: Approach) => number,
    type: Exclude<ColumnType, "text"> = "number",
  ): Column => ({ name, type, values: Float64Array.from(approaches, value) });
  const constant = (name: string, value: string): Column => ({
    name,
    type: "text",
    codes: new Int32Array(approaches.length),
    categories: [value],
  });
  const diameter =
    (albedo: number, scale: number) =>
    ({ asteroid: { h } }: Approach) =>
      (1_329 / Math.sqrt(albedo)) * 10 ** (-h / 5) * scale;
  const units = [
    ["KM", 1],
    ["M", 1_000],
    ["Miles", 0.621371192],
    ["Feet", 3_280.839895],
  ] as const;
  const speed = ({ asteroid: { orbit }, wobble }: Approach) =>
    Math.max(0.3, 29.78 * Math.sqrt(Math.max(0, 3 - tisserand(orbit, 1))) * (0.9 + 0.2 * wobble));
  const period = ({ asteroid: { orbit } }: Approach) => 365.256898326 * orbit.a ** 1.5;
  return [
    numeric("Neo Reference ID", ({ asteroid: { id } }) => id, "integer"),
    numeric("Name", ({ asteroid: { id } }) => id, "integer"),
    numeric("Absolute Magnitude", ({ asteroid: { h } }) => h),
    ...units.flatMap(([unit, scale]) => [
      numeric(`Est Dia in ${unit}(min)`, diameter(0.25, scale)),
      numeric(`Est Dia in ${unit}(max)`, diameter(0.05, scale)),
    ]),
    numeric("Close Approach Date", ({ at }) => at, "date"),
    numeric("Epoch Date Close Approach", ({ at }) => at + 25_200_000, "integer"),
    numeric("Relative Velocity km per sec", speed),
    numeric("Relative Velocity km per hr", (approach) => speed(approach) * 3_600),
    numeric("Miles per hour", (approach) => speed(approach) * 3_600 * 0.621371192),
    numeric("Miss Dist.(Astronomical)", ({ miss }) => miss),
    numeric("Miss Dist.(lunar)", ({ miss }) => miss * 389.1724),
    numeric("Miss Dist.(kilometers)", ({ miss }) => miss * kilometresPerAu),
    numeric("Miss Dist.(miles)", ({ miss }) => miss * kilometresPerAu * 0.621371192),
    constant("Orbiting Body", "Earth"),
    numeric("Orbit ID", ({ asteroid: { orbitId } }) => orbitId, "integer"),
    numeric("Orbit Determination Date", ({ asteroid: { determined } }) => determined, "date"),
    numeric("Orbit Uncertainity", ({ asteroid: { uncertainty } }) => uncertainty, "integer"),
    numeric("Minimum Orbit Intersection", ({ asteroid: { moid } }) => moid),
    numeric("Jupiter Tisserand Invariant", ({ asteroid: { orbit } }) => tisserand(orbit, 5.2044)),
    numeric("Epoch Osculation", ({ asteroid: { epoch } }) => epoch),
    numeric("Eccentricity", ({ asteroid: { orbit } }) => orbit.e),
    numeric("Semi Major Axis", ({ asteroid: { orbit } }) => orbit.a),
    numeric("Inclination", ({ asteroid: { orbit } }) => orbit.inclination),
    numeric("Asc Node Longitude", ({ asteroid: { orbit } }) => orbit.node),
    numeric("Orbital Period", period),
    numeric("Perihelion Distance", ({ asteroid: { orbit } }) => orbit.a * (1 - orbit.e)),
    numeric("Perihelion Arg", ({ asteroid: { orbit } }) => orbit.perihelion),
    numeric("Aphelion Dist", ({ asteroid: { orbit } }) => orbit.a * (1 + orbit.e)),
    numeric(
      "Perihelion Time",
      (approach) => approach.asteroid.epoch - (approach.asteroid.meanAnomaly / 360) * period(approach),
    ),
    numeric("Mean Anomaly", ({ asteroid: { meanAnomaly } }) => meanAnomaly),
    numeric("Mean Motion", (approach) => 360 / period(approach)),
    constant("Equinox", "J2000"),
    numeric("Hazardous", ({ asteroid: { hazardous } }) => Number(hazardous), "boolean"),
  ];
}

/** Tisserand's parameter with respect to a planet at `planet` au: P/a + 2 cos(i) sqrt(a/P (1 - e^2)). */
function tisserand({ a, e, inclination }: Orbit, planet: number): number {
  return planet / a + 2 * Math.cos((inclination * Math.PI) / 180) * Math.sqrt((a / planet) * (1 - e * e));
}
