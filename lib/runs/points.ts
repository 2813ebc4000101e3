/**
 * Points of metrics as columns of one length, because a request brings thousands and none need become an
 * object. `steps` and `times` (milliseconds) are whole numbers; values may be NaN or infinite.
 */
export type Points = {
  keys: string[];
  steps: number[];
  times: number[];
  values: number[];
  /** The model or dataset that a point is of, by its place, where one is named. */
  subjects: Map<number, Subject>;
};
export type Subject = {
  modelId?: string | undefined;
  datasetName?: string | undefined;
  datasetDigest?: string | undefined;
};

/** Columns without any point yet. */
export function noPoints(): Points {
  return { keys: [], steps: [], times: [], values: [], subjects: new Map() };
}

/** Puts a point behind those that are there. */
export function addPoint(
  { keys, steps, times, values }: Points,
  key: string,
  step: number,
  time: number,
  value: number,
): void {
  keys.push(key);
  steps.push(step);
  times.push(time);
  values.push(value);
}
