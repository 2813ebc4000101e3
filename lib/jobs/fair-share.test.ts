import fc from "fast-check";
import { expect, test } from "vitest";
import { aheadOf, compareShares, nextShare, type Share } from "./fair-share";

const share = (projectId: string, running = 0, lastAttempt = 0, oldest = 0): Share => ({
  projectId,
  running,
  lastAttempt,
  oldest,
});

test("the project with fewer running jobs goes first, then the one served, then asked longest ago", () => {
  const order = [
    share("d", 1, 1),
    share("c", 0, 9),
    share("b", 0, 2),
    share("a", 0, 0, 5),
    share("e", 0, 0, 4),
  ];
  expect(order.sort(compareShares).map(({ projectId }) => projectId)).toEqual(["e", "a", "b", "c", "d"]);
});

test("a project that has as many running as it may is passed over, and nothing starts where all have", () => {
  const [a, b] = [share("a", 2), share("b", 3)];
  expect(nextShare([b, a], { perProject: 3 })).toBe(a);
  expect(nextShare([b, a], { perProject: 2 })).toBeNull();
  expect(nextShare([], { perProject: 2 })).toBeNull();
});

/** Starts one job after the other by `nextShare`, none of which ends, until the job asked for would start. */
function simulate(projects: (Share & { waiting: number })[], own: string, before: number) {
  const state = projects.map((project) => ({ ...project }));
  let attempt = Math.max(...state.map(({ lastAttempt }) => lastAttempt));
  const started: string[] = [];
  for (;;) {
    const next = nextShare(
      state.filter(({ waiting }) => waiting > 0),
      { perProject: Infinity },
    )!;
    if (next.projectId === own && started.filter((id) => id === own).length === before) break;
    started.push(next.projectId);
    Object.assign(next, {
      waiting: next.waiting - 1,
      running: next.running + 1,
      lastAttempt: (attempt += 1),
    });
  }
  const others = started.filter((id) => id !== own);
  return { own: before, others: others.length, projects: new Set(others).size };
}

test("the place in the queue is what claiming one job after the other comes to", () => {
  const project = fc.record({
    running: fc.nat(6),
    lastAttempt: fc.nat(50),
    oldest: fc.nat(50),
    waiting: fc.integer({ min: 1, max: 12 }),
  });
  const projects = fc
    .array(project, { minLength: 1, maxLength: 6 })
    .map((list) => list.map((each, i) => ({ ...each, projectId: `p${i}` })));
  fc.assert(
    fc.property(projects, fc.nat(), (list, pick) => {
      const [own, ...others] = list;
      const before = pick % own!.waiting;
      expect(aheadOf({ ...own!, before }, others)).toEqual(simulate(list, "p0", before));
    }),
    { numRuns: 2_000 },
  );
});
