import { AppError } from "@/lib/errors";

/** Refuses a webhook's address whose scheme is not offered, in MLflow's words. @throws {AppError} INVALID */
export function requireWebhookScheme(url: string, { allowPrivate }: { allowPrivate: boolean }): void {
  const scheme = URL.canParse(url) ? new URL(url).protocol.slice(0, -1) : "";
  const schemes = allowPrivate ? ["https", "http"] : ["https"];
  if (!schemes.includes(scheme))
    throw new AppError(
      "INVALID",
      `Invalid webhook URL scheme: '${scheme}'. Allowed schemes are: ${schemes.join(", ")}.`,
    );
}

/** Refuses to keep an experiment's files at a place of the client's choosing. @throws {AppError} INVALID */
export function requireNoPlace(location: string): void {
  if (location === "") return;
  throw new AppError(
    "INVALID",
    `Invalid value "${location.slice(0, 200)}" for parameter 'artifact_location' supplied: ` +
      "this server keeps the files of every experiment itself. Leave artifact_location out.",
  );
}

/** Refuses a run that is given two names, by a field and by a tag. @throws {AppError} INVALID */
export function requireOneName(name: string, tagged: string | undefined): void {
  if (name && tagged && name !== tagged)
    throw new AppError(
      "INVALID",
      "Both 'run_name' argument and 'mlflow.runName' tag are specified, " +
        `but with different values (run_name='${name}', mlflow.runName='${tagged}').`,
    );
}

/** Refuses to archive others of a stage that may hold several versions. @throws {AppError} INVALID */
export function requireArchivable(stage: string): void {
  if (stage !== "Staging" && stage !== "Production")
    throw new AppError(
      "INVALID",
      `Model version transition cannot archive existing model versions because '${stage}' is ` +
        "not an Active stage. Valid stages are Staging, Production.",
    );
}

/** Refuses a workspace that is not this address's project. @throws {AppError} INVALID */
export function requireOwnWorkspace(workspace: string, slug: string): void {
  if (workspace !== slug && workspace !== "default")
    throw new AppError(
      "INVALID",
      `Invalid value "${workspace}" for parameter 'workspace' supplied: ` +
        `this address is that of ${slug}. Use the other project's own.`,
    );
}

/** What is said of a workspace that is not there. */
export function workspaceMissing(workspace: string): AppError {
  return new AppError("NOT_FOUND", `Workspace '${workspace}' not found`);
}

/** What is said of a file that is not there. */
export function artifactMissing(path: string): AppError {
  return new AppError("NOT_FOUND", `No such artifact: '${path}'`);
}
