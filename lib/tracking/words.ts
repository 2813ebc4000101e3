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
