import { expect, test } from "vitest";
import * as words from "./words";

test("what only MLflow's clients can ask for is refused in MLflow's words", () => {
  const said = (refuse: () => void) => {
    try {
      refuse();
    } catch (error) {
      return (error as Error).message;
    }
    return null;
  };
  expect([
    said(() => words.requireNoPlace("s3://mine")),
    said(() => words.requireOneName("a", "b")),
    said(() => words.requireArchivable("Archived")),
    said(() => words.requireOwnWorkspace("other", "neo")),
    words.workspaceMissing("other").message,
    words.artifactMissing("a/b.txt").message,
  ]).toEqual([
    `Invalid value "s3://mine" for parameter 'artifact_location' supplied: ` +
      "this server keeps the files of every experiment itself. Leave artifact_location out.",
    "Both 'run_name' argument and 'mlflow.runName' tag are specified, " +
      "but with different values (run_name='a', mlflow.runName='b').",
    "Model version transition cannot archive existing model versions because 'Archived' is " +
      "not an Active stage. Valid stages are Staging, Production.",
    `Invalid value "other" for parameter 'workspace' supplied: ` +
      "this address is that of neo. Use the other project's own.",
    "Workspace 'other' not found",
    "No such artifact: 'a/b.txt'",
  ]);
  for (const allowed of [
    () => words.requireNoPlace(""),
    () => words.requireOneName("", "b"),
    () => words.requireOneName("a", undefined),
    () => words.requireOneName("a", "a"),
    () => words.requireArchivable("Staging"),
    () => words.requireOwnWorkspace("default", "neo"),
    () => words.requireOwnWorkspace("neo", "neo"),
  ])
    expect(said(allowed)).toBeNull();
});
