import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "@/lib/errors";
import { parsedOrNull } from "@/lib/json";
import { guardedLookup, requirePublicTarget } from "@/lib/http/public-target";

export type Address = { url: string; authorization: string | null; allowPrivate: boolean };
type Send = { method: string; path: string; body?: Uint8Array | AsyncIterable<Uint8Array>; type?: string };

const silence = 60_000;
const tries = 6;
const answerBytes = 64 * 2 ** 20;

/** A refusal of an MLflow server, with its status and its word for what was wrong. */
export class TrackingRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** An MLflow server, spoken to over HTTP; what it cannot answer for a moment is asked again. */
export function trackingClient({ url, ...access }: Address) {
  const base = url.replace(/\/+$/, "");

  /** Sends until the other side has an answer; `body` makes the body anew for each try. */
  async function call(
    sent: Omit<Send, "body"> & { body?: () => Promise<Send["body"]> },
  ): Promise<IncomingMessage> {
    for (let attempt = 1; ; attempt++) {
      const response = await answerOrWhy(async () => {
        const body = await sent.body?.();
        return answer(
          { ...access, url: base },
          {
            method: sent.method,
            path: sent.path,
            ...(sent.type ? { type: sent.type } : {}),
            ...(body ? { body } : {}),
          },
        );
      });
      if (!(response instanceof Error)) {
        const { statusCode: status = 0 } = response;
        if (status < 300) return response;
        const text = await readText(base, response);
        if (![429, 500, 502, 503, 504].includes(status) || attempt === tries)
          throw refusalOf(status, text, `${sent.method} ${sent.path.split("?")[0]}`);
      } else if (attempt === tries)
        throw new AppError(
          "UNAVAILABLE",
          `${base} does not answer: ${response.message}. Start again to go on where this stopped.`,
        );
      await wait(250 * 2 ** attempt);
    }
  }

  async function json<Answer>(method: string, path: string, fields?: object): Promise<Answer> {
    const body = fields ? new TextEncoder().encode(JSON.stringify(fields)) : undefined;
    const text = await readText(
      base,
      await call({ method, path, ...(body ? { body: async () => body } : {}) }),
    );
    return parsed(text, base) as Answer;
  }

  return {
    get: <Answer>(path: string, query: Record<string, string> = {}) =>
      json<Answer>("GET", `/api/2.0/mlflow/${path}?${new URLSearchParams(query)}`),
    post: <Answer = object>(path: string, fields: object) =>
      json<Answer>("POST", `/api/2.0/mlflow/${path}`, fields),
    patch: <Answer = object>(path: string, fields: object) =>
      json<Answer>("PATCH", `/api/2.0/mlflow/${path}`, fields),
    delete: (path: string, fields: object) => json<object>("DELETE", `/api/2.0/mlflow/${path}`, fields),
    download: (path: string): Promise<AsyncIterable<Uint8Array>> =>
      call({ method: "GET", path }) as Promise<AsyncIterable<Uint8Array>>,
    upload: async (path: string, open: () => Promise<AsyncIterable<Uint8Array>>) =>
      void (await readText(
        base,
        await call({ method: "PUT", path, type: "application/octet-stream", body: open }),
      )),
  };
}
export type TrackingClient = ReturnType<typeof trackingClient>;

async function answer(
  { url, authorization, allowPrivate }: Address,
  { method, path, body, type = "application/json" }: Send,
): Promise<IncomingMessage> {
  const target = await requirePublicTarget(url, { allowPrivate });
  return new Promise((resolve, reject) => {
    const headers = {
      accept: "application/json",
      ...(authorization ? { authorization } : {}),
      ...(body ? { "content-type": type } : {}),
      ...(body instanceof Uint8Array ? { "content-length": body.byteLength } : {}),
    };
    const request = (target.protocol === "https:" ? httpsRequest : httpRequest)(
      url + path,
      { method, headers, timeout: silence, lookup: guardedLookup(allowPrivate) },
      resolve,
    );
    request.on("timeout", () => request.destroy(new Error("no answer in time")));
    request.on("error", reject);
    if (!body || body instanceof Uint8Array) request.end(body);
    else send(request, body).catch((error: Error) => request.destroy(error));
  });
}

async function answerOrWhy(ask: () => Promise<IncomingMessage>): Promise<IncomingMessage | Error> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error)) throw error;
    return error;
  }
}

async function readText(url: string, response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > answerBytes)
      throw new AppError("TOO_LARGE", `${url} sent more than ${answerBytes / 2 ** 20} MB in one answer.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function send(request: ReturnType<typeof httpRequest>, body: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of body) {
    if (!request.write(chunk))
      await new Promise<void>(
        (resolve, reject) => (
          request.once("drain", resolve),
          request.once("close", () => reject(new Error("the connection broke")))
        ),
      );
  }
  request.end();
}

function refusalOf(status: number, text: string, what: string): Error {
  const { error_code = "", message = "" } = (parsedOrNull(text) ?? {}) as {
    error_code?: string;
    message?: string;
  };
  if (status === 401)
    return new AppError("UNAUTHENTICATED", "The other server does not take this token or password.");
  return new TrackingRefusal(
    status,
    error_code,
    `${what} was answered with ${status}${message || text ? `: ${(message || text).slice(0, 300)}` : ""}`,
  );
}

function parsed(text: string, base: string): unknown {
  const value = text === "" ? {} : parsedOrNull(text);
  if (value === null)
    throw new AppError("INVALID", `${base} is no MLflow server: it sent something that is not JSON.`);
  return value;
}
