import {
  readableDatasets,
  readableExperiments,
  toIdFilter,
  toTextIdFilter,
  type AccessFilter,
  type Holder,
} from "@/lib/auth/access-filter";

/** The experiments and the datasets that somebody may see: jobs follow them. */
export type JobAccess = { experiments: AccessFilter; datasets: AccessFilter };

/** Which jobs somebody may see, as a filter for queries. */
export function jobAccessOf(holder: Holder): JobAccess {
  return { experiments: readableExperiments(holder), datasets: readableDatasets(holder) };
}

/**
 * Jobs that somebody may see, as Prisma's condition: by their experiment where they have one, else by the
 * dataset that they make a version of; those with neither only who may see all experiments.
 */
export function readableJobs({ experiments, datasets }: JobAccess) {
  const neither = { experimentId: null, datasetId: null };
  return {
    OR: [
      { AND: [{ experimentId: { not: null } }, { experimentId: toIdFilter(experiments) }] },
      { AND: [{ experimentId: null, datasetId: { not: null } }, { datasetId: toTextIdFilter(datasets) }] },
      ...(experiments.all ? [neither] : []),
    ],
  };
}
