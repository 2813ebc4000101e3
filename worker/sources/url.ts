import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/errors";
import { getGuarded, type GetHeaders } from "@/lib/http/guarded-get";
import type { Validators } from "@/lib/jobs/kinds/refresh";
import type { ConfigOf, SecretOf } from "@/lib/sources/kinds";
import type { Ask, Fetched } from "./fetch";
import { saveAnswer } from "./save-answer";

type UrlAsk = Ask<ConfigOf<"url">, SecretOf<"url">>;

/** Fetches a file of the web, unless the server says that it is the one that it sent before. */
export async function fetchUrl(ask: UrlAsk): Promise<Fetched> {
  const { config, validators } = ask;
  const headers = { open: { ...plain, ...conditional(validators) }, secret: signed(ask) };
  return fetchFile(ask, { address: config.url, fileName: config.fileName || null, headers });
}

const plain = { accept: "*/*", "accept-encoding": "identity", "user-agent": "perihelion" };

/** Fetches a file by one GET, for whichever kind of source. */
export async function fetchFile(
  ask: Omit<Ask<unknown, unknown>, "config" | "secret" | "validators">,
  { address, fileName, headers }: { address: string; fileName: string | null; headers: GetHeaders },
): Promise<Fetched> {
  const { answer, url } = await getGuarded(address, {
    ...ask,
    headers: { ...headers, open: { ...plain, ...headers.open } },
  });
  const status = answer.statusCode ?? 0;
  if (status === 304) {
    answer.destroy();
    return { what: "unchanged", validators: null };
  }
  if (status !== 200) {
    answer.destroy();
    throw refusalOf(status, url);
  }
  const { sent, more } = await saveAnswer(answer, { ...ask, host: url.host });
  return {
    what: "file",
    fileName: fileName ?? nameOf(url),
    sent,
    validators: validatorsOf(answer),
    more,
  };
}

/** Asks for a file only if it is another than the one that was sent before. */
export function conditional(validators: Validators | null): Record<string, string> {
  return {
    ...(validators?.etag ? { "if-none-match": validators.etag } : {}),
    ...(validators?.lastModified && !validators.etag ? { "if-modified-since": validators.lastModified } : {}),
  };
}

function signed({ config, secret }: UrlAsk): Record<string, string> {
  const token = secret?.token;
  if (config.sign === "none") return {};
  if (!token)
    throw new AppError("INVALID", "The source signs in, but has no token or password. Give it one.");
  if (config.sign === "bearer") return { authorization: `Bearer ${token}` };
  if (config.sign === "header") return { [config.header ?? "x-api-key"]: token };
  return { authorization: `Basic ${Buffer.from(`${config.user ?? ""}:${token}`).toString("base64")}` };
}

/** A validator that is too long to be kept is none. */
function validatorsOf({ headers }: IncomingMessage): Validators | null {
  const short = (text: string | undefined, most: number) => (text && text.length <= most ? text : null);
  const etag = short(headers.etag, 1_000);
  const lastModified = short(headers["last-modified"], 200);
  return etag || lastModified ? { etag, lastModified } : null;
}

function nameOf({ pathname }: URL): string {
  const last = pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(last) || "file.csv";
  } catch {
    return last;
  }
}

function refusalOf(status: number, { host }: URL): AppError {
  if (status === 401 || status === 403)
    return new AppError(
      "UNAVAILABLE",
      `${host} does not let this source in (${status}). Look at how it signs in.`,
    );
  if (status === 404 || status === 410)
    return new AppError("UNAVAILABLE", `${host} has nothing at this address (${status}).`);
  return new AppError("UNAVAILABLE", `${host} answered ${status}. Try again later.`);
}
