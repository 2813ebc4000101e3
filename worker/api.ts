import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type * as z from "zod";
import type { claimBody, Finish, heartbeatBody } from "@/lib/jobs/schema";
import { saveFile, sendFile } from "./files";
import { refusalOf } from "./refused";

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
    /** Writes what a job works on to a file, however large. @returns its SHA-256 and length */
    save: ({ id, token }: Claimed, file: string, tell?: (bytes: number) => void, part?: string) =>
      saveFile({
        url: `${server}/api/worker/jobs/${id}/data${part ? `?part=${part}` : ""}`,
        token,
        file,
        ...(tell ? { tell } : {}),
      }),
    /** What a job works on where that is no file, such as a source and its secret. */
    work: async <Work>({ id, token }: Claimed): Promise<Work> => {
      const bytes = await call(`${server}/api/worker/jobs/${id}/data`, { method: "GET", token });
      return JSON.parse(new TextDecoder().decode(bytes)) as Work;
    },
    /** Stores a file that a job made, however large. @throws where what arrived is not what was sent */
    store: ({ id, token }: Claimed, file: string, tell?: (bytes: number) => void) =>
      sendFile({ url: `${server}/api/worker/jobs/${id}/artifacts`, token, file, ...(tell ? { tell } : {}) }),
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
          else reject(refusalOf(response.statusCode!, bytes));
        });
      },
    );
    request.on("timeout", () => request.destroy(new Error("the server did not answer in time")));
    request.on("error", reject);
    request.end(body);
  });
}
