import type { IncomingMessage } from "node:http";
import * as z from "zod";
import { listing } from "@/lib/datasets/listing";
import { AppError } from "@/lib/errors";
import { bytes as bytesText } from "@/lib/format";
import { getGuarded } from "@/lib/http/guarded-get";
import { requirePublicTarget } from "@/lib/http/public-target";
import { limits } from "@/lib/limits";
import type { ConfigOf, SecretOf } from "@/lib/sources/kinds";
import type { Ask, Fetched } from "./fetch";
import { saveAnswer } from "./save-answer";

type WebhdfsAsk = Ask<ConfigOf<"webhdfs">, SecretOf<"webhdfs">>;

const size = z.number().int().nonnegative();
const status = z.object({
  type: z.enum(["FILE", "DIRECTORY", "SYMLINK"]),
  length: size,
  modificationTime: size,
  fileId: size.optional(),
});
const named = z.object({ pathSuffix: z.string(), type: z.string() });
const listed = z.object({ FileStatuses: z.object({ FileStatus: z.array(named) }) });
const statusAnswer = z.object({ FileStatus: status });
const listAnswer = z.object({
  DirectoryListing: z.object({ partialListing: listed, remainingEntries: size }),
});
const remoteError = z.object({ RemoteException: z.object({ exception: z.string(), message: z.string() }) });

/**
 * Fetches a file of Hadoop's file system, unless it is the one that was fetched before. The name node sends
 * to a data node, which is looked at before it is dialled as any place that a source was moved to.
 * @see https://hadoop.apache.org/docs/stable/hadoop-project-dist/hadoop-hdfs/WebHDFS.html
 */
export async function fetchWebhdfs(ask: WebhdfsAsk): Promise<Fetched> {
  const { config, validators, amount } = ask;
  await requirePublicTarget(config.endpoint, ask); // before the token is part of an address
  const before = await fileStatus(ask);
  if (before.type !== "FILE") throw await refusalOfFolder(ask);
  const etag = stampOf(before);
  if (validators?.etag === etag) return { what: "unchanged", validators: null };
  if (before.length > amount.bytes && !amount.cut)
    throw new AppError("TOO_LARGE", `${config.path} is larger than ${bytesText(amount.bytes)}.`);
  const { answer, url } = await get(ask, "OPEN");
  if (answer.statusCode !== 200) throw await refusalOf(answer, ask);
  const { sent, more } = await saveAnswer(answer, { ...ask, host: url.host });
  const same = more || (stampOf(await fileStatus(ask)) === etag && sent.bytes === before.length);
  if (!same)
    throw new AppError("UNAVAILABLE", `${config.path} was written to while it was read. Nothing was kept.`);
  const fileName = config.path.split("/").at(-1)!;
  return { what: "file", fileName, sent, validators: { etag, lastModified: null }, more };
}

/** A file that is written anew gets another id; one that grows, another length and time. */
function stampOf({ fileId, modificationTime, length }: z.output<typeof status>): string {
  return [fileId ?? 0, modificationTime, length].join("-");
}

async function fileStatus(ask: WebhdfsAsk): Promise<z.output<typeof status>> {
  return (await ask200(ask, "GETFILESTATUS", statusAnswer)).FileStatus;
}

async function refusalOfFolder(ask: WebhdfsAsk): Promise<AppError> {
  const { partialListing, remainingEntries } = (await ask200(ask, "LISTSTATUS_BATCH", listAnswer))
    .DirectoryListing;
  const names = partialListing.FileStatuses.FileStatus.map(({ pathSuffix, type }) =>
    type === "DIRECTORY" ? `${pathSuffix}/` : pathSuffix,
  );
  const has =
    names.length === 0
      ? "It is empty."
      : `Name one of its files: ${listing(names, 20)}${remainingEntries > 0 ? ", and more" : ""}.`;
  return new AppError("INVALID", `${ask.config.path} is a folder. ${has}`);
}

async function ask200<Answer>(ask: WebhdfsAsk, op: string, shape: z.ZodType<Answer>): Promise<Answer> {
  const { answer, url } = await get(ask, op);
  if (answer.statusCode !== 200) throw await refusalOf(answer, ask);
  const { data } = shape.safeParse(await readJson(answer));
  if (!data) throw new AppError("INVALID", `${url.host} does not answer as WebHDFS does.`);
  return data;
}

function get(ask: WebhdfsAsk, op: string): Promise<{ answer: IncomingMessage; url: URL }> {
  const { endpoint, path, sign, user } = ask.config;
  const url = new URL(endpoint);
  url.pathname = `/webhdfs/v1${path.split("/").map(encodeURIComponent).join("/")}`;
  url.searchParams.set("op", op);
  if (sign === "user" && !user)
    throw new AppError("INVALID", "The source signs in with a user, but has none.");
  if (sign === "user") url.searchParams.set("user.name", user!);
  if (sign === "token" && !ask.secret)
    throw new AppError("INVALID", "The source signs in, but has no delegation token. Give it one.");
  if (sign === "token") url.searchParams.set("delegation", ask.secret!.token);
  const open = { accept: "*/*", "accept-encoding": "identity", "user-agent": "perihelion" };
  return getGuarded(url.href, { ...ask, headers: { open, secret: {} } });
}

/** What a name node says in JSON; null where it is none, longer than it can be, or cut off. */
async function readJson(answer: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > limits.webhdfsAnswerBytes) return null;
      pieces.push(piece);
    }
    return JSON.parse(Buffer.concat(pieces).toString("utf8")) as unknown;
  } catch {
    return null;
  }
}

async function refusalOf(answer: IncomingMessage, { config }: WebhdfsAsk): Promise<AppError> {
  const { data } = remoteError.safeParse(await readJson(answer));
  const host = new URL(config.endpoint).host;
  if (!data)
    return new AppError("UNAVAILABLE", `${host} answered ${answer.statusCode}, and not as WebHDFS does.`);
  const { exception, message } = data.RemoteException;
  if (exception === "FileNotFoundException")
    return new AppError("UNAVAILABLE", `${host} has no file ${config.path}.`);
  if (exception === "StandbyException")
    return new AppError("UNAVAILABLE", `${host} is on standby. Name the name node that is active.`);
  const said = message.split("\n")[0]!.slice(0, 300);
  if (answer.statusCode === 401 || answer.statusCode === 403)
    return new AppError("UNAVAILABLE", `${host} does not let this source read ${config.path}: ${said}`);
  return new AppError("UNAVAILABLE", `${host} refused (${exception}): ${said}`);
}
