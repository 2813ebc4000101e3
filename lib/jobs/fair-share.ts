/** One project's part of the workers, and the first of its jobs that may start. */
export type Share = {
  projectId: string;
  /** Slots that its running jobs take. */
  running: number;
  /** The number of its newest attempt, which counts up over all projects; 0 before the first. */
  lastAttempt: number;
  /**
   * When the oldest of its waiting jobs was created, in milliseconds;
   * decides between projects that never ran.
   */
  oldest: number;
};

/**
 * Who goes first: the project with the fewest running slots, then the one that was served longest ago,
 * then the one that has waited longest.
 */
export function compareShares(a: Share, b: Share): number {
  return (
    a.running - b.running ||
    a.lastAttempt - b.lastAttempt ||
    a.oldest - b.oldest ||
    (a.projectId < b.projectId ? -1 : 1)
  );
}

/** The project whose job goes next; null when every one has as many running as it may. */
export function nextShare<Candidate extends Share>(
  shares: readonly Candidate[],
  { perProject }: { perProject: number },
): Candidate | null {
  let first: Candidate | null = null;
  for (const share of shares)
    if (share.running < perProject && (first === null || compareShares(share, first) < 0)) first = share;
  return first;
}

/**
 * How many jobs of each project start before one that has `before` jobs of its own project in front of
 * it, as things stand: as if none of those that run ended and no other came. A project's k-th waiting job
 * starts when `running + k` of its slots are taken; of two that reach as many, the one that had more before
 * goes first, since the other was served later.
 */
export function aheadOf(
  own: Share & { before: number },
  others: readonly (Share & { waiting: number })[],
): { own: number; others: number; projects: number } {
  const level = own.running + own.before;
  let [jobs, projects] = [0, 0];
  for (const other of others) {
    const first =
      other.running > own.running || (other.running === own.running && compareShares(other, own) < 0);
    const ahead = Math.min(other.waiting, Math.max(0, level - other.running + (first ? 1 : 0)));
    jobs += ahead;
    if (ahead > 0) projects += 1;
  }
  return { own: own.before, others: jobs, projects };
}
