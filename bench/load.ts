import { Wire, type Answer } from "./wire";

export type Call = { method: string; path: string; body?: string | Buffer; type?: string };
export type Target = { url: string; token: string | null };
/** Seconds that count, and seconds before them in which a server may get warm. */
const [seconds, warm] = [4, 1.5];

function wireTo({ url }: Target): Wire {
  const { hostname, port } = new URL(url);
  return new Wire(hostname, Number(port));
}

/** One request to its end; with its text unless that is long. */
export function send(
  wire: Wire,
  { url, token }: Target,
  { method, path, body, type = "application/json" }: Call,
  keepAlive = true,
): Promise<Answer> {
  const { pathname, host } = new URL(url);
  const head =
    `${method} ${pathname === "/" ? "" : pathname}${path} HTTP/1.1\r\nhost: ${host}\r\n` +
    `connection: ${keepAlive ? "keep-alive" : "close"}\r\n`;
  const sender = token ? `authorization: Bearer ${token}\r\n` : "";
  const content =
    body === undefined ? "" : `content-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  return wire.ask(`${head}${sender}${content}\r\n`, body);
}

/** Requests a second of eight clients that each wait for their answer, every answer checked. */
export async function rate(
  target: Target,
  call: (client: number, i: number) => Call,
  check: (answer: Answer) => boolean = () => true,
  { clients = 8, keepAlive = true } = {},
): Promise<number> {
  let count = 0;
  const started = performance.now() + warm * 1_000;
  const until = started + seconds * 1_000;
  const client = async (at: number) => {
    const wire = wireTo(target);
    for (let i = 0; performance.now() < until; i++) {
      const wanted = call(at, i);
      const answer = await send(wire, target, wanted, keepAlive);
      if (answer.status !== 200 || !check(answer))
        throw new Error(`${wanted.method} ${wanted.path}: ${answer.status} ${answer.text.slice(0, 300)}`);
      if (performance.now() >= started) count += 1;
    }
    wire.close();
  };
  await Promise.all(Array.from({ length: clients }, (_, at) => client(at)));
  return count / ((performance.now() - started) / 1_000);
}

/** A JSON answer, for setting up. */
export async function json<Value>(
  target: Target,
  method: string,
  path: string,
  body?: unknown,
): Promise<Value> {
  const wire = wireTo(target);
  const answer = await send(wire, target, {
    method,
    path,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  wire.close();
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
  return JSON.parse(answer.text) as Value;
}
