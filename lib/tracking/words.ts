import { AppError } from "@/lib/errors";

/** A name that is taken, in MLflow's words: scripts look for them. Anything else is thrown on. */
export function takenExperiment(name: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof AppError) || error.code !== "EXISTS") throw error;
    throw new AppError("EXISTS", `Experiment(name=${name}) already exists. ${error.message}`);
  };
}

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
