import { Agent, request } from "node:http";
import type { Call, Target } from "./load";

export type Timed = { perSecond: number; middle: number; slow: number };
type Answer = { status: number; body: Buffer };

/** Connections that are kept, as a person's script or a proxy would keep them. */
const clients = 8;

/** Node's own HTTP client with eight kept connections, which reads answers as any program does. */
export function agentOf(target: Target) {
  const { hostname, port, pathname } = new URL(target.url);
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const prefix = pathname === "/" ? "" : pathname;
  const headers = target.token ? { authorization: `Bearer ${target.token}` } : {};

  /** One request to its end. */
  const ask = ({ method, path, body, type = "application/json" }: Call): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const content =
        body === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(body) };
      const options = {
        hostname,
        port,
        agent,
        method,
        path: prefix + path,
        headers: { ...headers, ...content },
      };
      const sent = request(options, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => resolve({ status: answer.statusCode!, body: Buffer.concat(chunks) }));
        answer.on("error", reject);
      });
      sent.on("error", reject);
      sent.end(body);
    });

  return {
    ask,
    close: () => agent.destroy(),
    json: async <Value>(method: string, path: string, body?: unknown): Promise<Value> => {
      const answer = await ask({
        method,
        path,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = answer.body.toString("utf8");
      if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
      return JSON.parse(text) as Value;
    },
    /** Eight askers that each wait for their answer; seconds that count after some that do not. */
    during: async (
      seconds: number,
      call: (client: number, i: number) => Call,
      check: (body: Buffer) => boolean = () => true,
    ): Promise<Timed> => {
      const taken: number[] = [];
      const started = performance.now() + Math.min(500, seconds * 250);
      const until = started + seconds * 1_000;
      const client = async (at: number) => {
        for (let i = 0; performance.now() < until; i++) {
          const wanted = call(at, i);
          const from = performance.now();
          const { status, body } = await ask(wanted);
          if (status !== 200 || !check(body))
            throw new Error(`${wanted.method} ${wanted.path}: ${status} ${body.toString("utf8", 0, 300)}`);
          if (performance.now() >= started) taken.push(performance.now() - from);
        }
      };
      await Promise.all(Array.from({ length: clients }, (_, at) => client(at)));
      const perSecond = taken.length / ((performance.now() - started) / 1_000);
      taken.sort((a, b) => a - b);
      const at = (share: number) =>
        taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? NaN;
      return { perSecond, middle: at(0.5), slow: at(0.99) };
    },
  };
}
