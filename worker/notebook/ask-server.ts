import type { FromRunner } from "@/lib/notebooks/runs/runner-protocol";

type Request = Extract<FromRunner, { op: "ask" }>["request"];
/** A version of a dataset that a run read. */
export type Read = { name: string; number: number };
type Server = { server: string; project: string; token: string };

const arrow = "application/vnd.apache.arrow.stream";
const patience = 600_000;

/**
 * Asks the server for what a cell may not fetch itself, as who asked for the run.
 *
 * @param onRead hears of each version that was read
 * @returns an Arrow stream
 * @throws {Error} with what the server says
 */
export async function askServer(
  request: Request,
  of: Server,
  onRead: (read: Read) => void,
): Promise<Uint8Array> {
  return request.kind === "sql" ? query(request.sql, of, onRead) : dataset(request.reference, of, onRead);
}

async function query(sql: string, of: Server, onRead: (read: Read) => void): Promise<Uint8Array> {
  const response = await call(of, "/sql", {
    method: "POST",
    body: JSON.stringify({ sql }),
    headers: { "content-type": "application/json", accept: arrow },
  });
  const told = decodeURIComponent(response.headers.get("x-query") ?? "%7B%22reads%22%3A%5B%5D%7D");
  for (const { name, number } of (JSON.parse(told) as { reads: Read[] }).reads) onRead({ name, number });
  return new Uint8Array(await response.arrayBuffer());
}

async function dataset(reference: string, of: Server, onRead: (read: Read) => void): Promise<Uint8Array> {
  const [, name = reference, wanted] = reference.match(/^(.*?)(?:@v(\d+))?$/) ?? [];
  const base = `/datasets/${encodeURIComponent(name)}/versions`;
  const newest = async () => {
    const { versions } = (await (await call(of, `${base}?limit=1`)).json()) as { versions: Read[] };
    return versions[0]!.number;
  };
  const number = wanted ? Number(wanted) : await newest();
  const response = await call(of, `${base}/${number}/arrow`);
  onRead({ name, number });
  return new Uint8Array(await response.arrayBuffer());
}

async function call({ server, project, token }: Server, path: string, options: RequestInit = {}) {
  const response = await fetch(`${server}/api/projects/${project}${path}`, {
    ...options,
    headers: { ...options.headers, authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(patience),
  });
  if (response.ok) return response;
  const { detail } = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new Error(detail ?? `The server answered ${response.status}.`);
}
