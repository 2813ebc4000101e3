import { Socket, isIP } from "node:net";
import { AppError } from "@/lib/errors";
import { limits } from "@/lib/limits";
import { guardedLookup, requirePublicHost, type Guard } from "./public-target";

/**
 * A connection to a place that a user names, such as a database: its addresses are looked at when they are
 * dialled.
 * What is not of the internet is dialled where the administrator allows it.
 *
 * @returns a socket that is connected
 * @throws {AppError} INVALID for an inner address; UNAVAILABLE or TIMEOUT in a sentence that names the place
 */
export async function dialGuarded(
  place: { host: string; port: number },
  { signal, ...guard }: Guard & { signal: AbortSignal },
): Promise<Socket> {
  const host = place.host.replace(/^\[|\]$/g, "");
  const [port, name] = [place.port, `${isIP(host) === 6 ? `[${host}]` : host}:${place.port}`];
  if (!guard.allowPrivate && port < 1_024)
    throw new AppError("INVALID", `Port ${port} is not one of a database: use one above 1023.`);
  await requirePublicHost(host, guard); // an address that is written as one is never looked up
  const socket = new Socket();
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      signal.removeEventListener("abort", stop);
      socket.destroy();
      reject(error);
    };
    const stop = () => fail(new AppError("CONFLICT", "Stopped."));
    socket.setTimeout(limits.sourceConnectMilliseconds, () =>
      fail(
        new AppError("TIMEOUT", `${name} did not answer in time. Is it there, and may this server reach it?`),
      ),
    );
    socket.once("error", (error) => fail(refused(name, error)));
    socket.once("connect", () => {
      socket.setTimeout(0);
      socket.removeAllListeners();
      signal.removeEventListener("abort", stop);
      signal.addEventListener("abort", () => socket.destroy(), { once: true });
      resolve(socket);
    });
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) return stop();
    const lookup = guardedLookup(guard.allowPrivate, guard.resolve);
    socket.connect({ host, port, lookup, autoSelectFamily: true });
  });
}

function refused(name: string, error: Error & { code?: string }): AppError {
  if (error instanceof AppError) return error;
  const why: Record<string, string> = {
    ECONNREFUSED: "refused the connection: nothing listens there",
    ENOTFOUND: "cannot be found",
    EHOSTUNREACH: "cannot be reached from this server",
    ENETUNREACH: "cannot be reached from this server",
    ETIMEDOUT: "did not answer in time",
  };
  const inner = error instanceof AggregateError ? (error.errors[0] as { code?: string } | undefined) : error;
  return new AppError(
    "UNAVAILABLE",
    `${name} ${why[inner?.code ?? ""] ?? `cannot be reached: ${error.message}`}.`,
  );
}
