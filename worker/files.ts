import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { refusalOf } from "./refused";

type Hashed = { sha256: string; bytes: number };
type Transfer = { url: string; token: string; file: string; tell?: (bytes: number) => void };

/** For so long nothing may come or go before a transfer is given up. */
const stallMilliseconds = 600_000;
/** More than a problem document has. */
const answerBytes = 1 << 20;

/**
 * Writes an answer to a file as it comes.
 *
 * @throws {Refused} when the server refuses; an error when the answer is cut off
 */
export async function saveFile({ url, token, file, tell }: Transfer): Promise<Hashed> {
  const { request, response } = open(url, { method: "GET", headers: { authorization: `Bearer ${token}` } });
  request.end();
  const answer = await response;
  if (answer.statusCode !== 200) throw refusalOf(answer.statusCode ?? 0, await bodyOf(answer));
  const counter = hashing(tell);
  await pipeline(answer, counter.through, createWriteStream(file));
  return counter.end();
}

/**
 * Sends a file as it is read.
 *
 * @throws {Refused} when the server refuses; an error when it kept other bytes than those of the file
 */
export async function sendFile({ url, token, file, tell }: Transfer): Promise<Hashed> {
  const { size } = await stat(file);
  const { request, response } = open(url, {
    method: "PUT",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/octet-stream",
      "content-length": size,
    },
  });
  const counter = hashing(tell);
  const sent = pipeline(createReadStream(file), counter.through, request);
  // An answer before the end is a refusal; what is not sent by then need not be.
  const answer = await Promise.race([response, sent.then(() => response)]);
  const body = await bodyOf(answer);
  if (answer.statusCode !== 200) {
    sent.catch(() => undefined);
    request.destroy();
    throw refusalOf(answer.statusCode ?? 0, body);
  }
  await sent;
  const kept = JSON.parse(body.toString("utf8")) as Hashed;
  const made = counter.end();
  if (kept.sha256 !== made.sha256 || kept.bytes !== made.bytes)
    throw new Error("The file was changed on its way to the server. Nothing was kept.");
  return made;
}

function open(url: string, options: RequestOptions) {
  const request = (url.startsWith("https:") ? httpsRequest : httpRequest)(url, {
    ...options,
    timeout: stallMilliseconds,
  });
  request.on("timeout", () => request.destroy(new Error("The server did not answer in time.")));
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    request.once("error", reject);
  });
  response.catch(() => undefined); // whoever sends hears of it by the pipeline first
  return { request, response };
}

/** Hashes and counts what passes. */
function hashing(tell?: (bytes: number) => void) {
  const hash = createHash("sha256");
  let bytes = 0;
  const through = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      bytes += piece.byteLength;
      tell?.(bytes);
      done(null, piece);
    },
  });
  return { through, end: (): Hashed => ({ sha256: hash.digest("hex"), bytes }) };
}

async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    bytes += piece.byteLength;
    if (bytes <= answerBytes) pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** The SHA-256 of a file. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
