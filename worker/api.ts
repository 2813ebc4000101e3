import { createWriteStream } from "node:fs";
import { get as httpGet, request as httpRequest, type IncomingMessage } from "node:http";
import { get as httpsGet, request as httpsRequest } from "node:https";
import { pipeline } from "node:stream/promises";
import type * as z from "zod";
import type { claimBody, Finish, heartbeatBody } from "@/lib/jobs/schema";

export type Claimed = {
  id: string;
  kind: string;
  attempt: number;
  slots: number;
  spec: unknown;
  token: string;
};
type Options = {
  method: "GET" | "POST" | "PUT";
  token: string;
  body?: Uint8Array;
  type?: string;
  timeout?: number;
};

/** An answer of the server that is not a success. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Milliseconds, well below the lease: a heartbeat that nobody answers leaves time for others. */
const heartbeatTimeout = 5_000;

/** The server's HTTP API as a worker sees it: the only thing it knows of the product. */
export function workerApi(server: string) {
  const send = <Answer>(path: string, token: string, body: unknown, timeout?: number) =>
    call(server + path, {
      method: "POST",
      token,
      body: new TextEncoder().encode(JSON.stringify(body)),
      type: "application/json",
      ...(timeout ? { timeout } : {}),
    }).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as Answer);
  return {
    server,
    claim: (token: string, offer: z.input<typeof claimBody>) =>
      send<{ job: Claimed | null }>("/api/worker/claim", token, offer),
    data: ({ id, token }: Claimed) =>
      call(`${server}/api/worker/jobs/${id}/data`, { method: "GET", token, timeout: 600_000 }),
    /** Writes what a job works on to a file, however large. */
    save: async ({ id, token }: Claimed, file: string) => {
      const response = await new Promise<IncomingMessage>((resolve, reject) =>
        getOf(server)(
          `${server}/api/worker/jobs/${id}/data`,
          { headers: { authorization: `Bearer ${token}` }, timeout: 600_000 },
          resolve,
        ).on("error", reject),
      );
      if (response.statusCode !== 200) throw new Refused(response.statusCode ?? 0, "The file is not there.");
      await pipeline(response, createWriteStream(file));
    },
    heartbeat: ({ id, token }: Claimed, body: z.input<typeof heartbeatBody>) =>
      send<{ cancel: boolean }>(`/api/worker/jobs/${id}/heartbeat`, token, body, heartbeatTimeout),
    put: async ({ id, token }: Claimed, body: Uint8Array) =>
      JSON.parse(
        new TextDecoder().decode(
          await call(`${server}/api/worker/jobs/${id}/artifacts`, {
            method: "PUT",
            token,
            body,
            type: "application/octet-stream",
            timeout: 600_000,
          }),
        ),
      ) as { sha256: string; bytes: number },
    appendLog: ({ id, token }: Claimed, body: Uint8Array, at: number) =>
      call(`${server}/api/worker/jobs/${id}/log?at=${at}`, {
        method: "PUT",
        token,
        body,
        type: "application/octet-stream",
      }),
    finish: ({ id, token }: Claimed, body: Finish) =>
      send<{ ended: boolean }>(`/api/worker/jobs/${id}/finish`, token, body),
  };
}
export type WorkerApi = ReturnType<typeof workerApi>;

const getOf = (server: string) => (server.startsWith("https:") ? httpsGet : httpGet);

function call(
  address: string,
  { method, token, body, type, timeout = 30_000 }: Options,
): Promise<Uint8Array> {
  const url = new URL(address);
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body ? { "content-type": type, "content-length": body.byteLength } : {}),
    };
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(
      url,
      { method, headers, timeout },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const bytes = Buffer.concat(chunks);
          if (response.statusCode! < 300) resolve(bytes);
          else reject(new Refused(response.statusCode!, bytes.toString("utf8").slice(0, 1_000)));
        });
      },
    );
    request.on("timeout", () => request.destroy(new Error("the server did not answer in time")));
    request.on("error", reject);
    request.end(body);
  });
}
