import { expect, test } from "vitest";
import { readableJobs } from "./readable-jobs";

test("a job follows its experiment, else its dataset; one with neither is seen by who sees all", () => {
  const all = { all: true, but: [] };
  const [ofExperiments, ofDatasets, neither] = readableJobs({
    experiments: { all: true, but: ["7"] },
    datasets: { all: false, but: ["d"] },
  }).OR;
  expect(ofExperiments).toEqual({
    AND: [{ experimentId: { not: null } }, { experimentId: { notIn: [7] } }],
  });
  expect(ofDatasets).toEqual({
    AND: [{ experimentId: null, datasetId: { not: null } }, { datasetId: { in: ["d"] } }],
  });
  expect(neither).toEqual({ experimentId: null, datasetId: null });
  expect(readableJobs({ experiments: { all: false, but: ["7"] }, datasets: all }).OR).toHaveLength(2);
});
