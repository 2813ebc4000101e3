import { Agent, request, type IncomingMessage } from "node:http";

export type Call = { method: string; path: string; body?: string | Buffer; type?: string };
export type Target = { url: string; token: string | null };
const seconds = 4;

/** One request to its end. The answer's size is what `check` reads from it unless it wants the text. */
export function send({ url, token }: Target, { method, path, body, type = "application/json" }: Call, agent: Agent): Promise<{ status: number; text: string; bytes: number }> {
  return new Promise((resolve, reject) => {
    const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body !== undefined ? { "content-type": type, "content-length": Buffer.byteLength(body) } : {}) };
    const outgoing = request(url + path, { method, agent, headers }, (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const all = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, text: all.length < 2_000_000 ? all.toString("utf8") : "", bytes: all.length });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Requests a second of eight clients that each wait for their answer, every answer checked. */
export async function rate(target: Target, call: (client: number, i: number) => Call, check: (answer: { text: string; bytes: number }) => boolean = () => true, { clients = 8, keepAlive = true } = {}): Promise<number> {
  const agent = new Agent({ keepAlive, maxSockets: clients });
  let count = 0;
  const until = performance.now() + seconds * 1_000;
  const started = performance.now();
  const client = async (at: number) => {
    for (let i = 0; performance.now() < until; i++) {
      const wanted = call(at, i);
      const answer = await send(target, wanted, agent);
      if (answer.status !== 200 || !check(answer)) throw new Error(`${wanted.method} ${wanted.path}: ${answer.status} ${answer.text.slice(0, 300)}`);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, at) => client(at)));
  agent.destroy();
  return count / ((performance.now() - started) / 1_000);
}

/** A JSON answer, for setting up. */
export async function json<Answer>(target: Target, method: string, path: string, body?: unknown): Promise<Answer> {
  const agent = new Agent();
  const answer = await send(target, { method, path, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }, agent);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
  return JSON.parse(answer.text) as Answer;
}
