import { partsOf } from "@/lib/datasets/sql-references";

/** What a cell may ask for: the rows of a query, or of a dataset by `name` or `name@v2`. */
export type DatasetRequest = { kind: "sql"; sql: string } | { kind: "dataset"; reference: string };
/** A version of a dataset that was read. */
export type Read = { name: string; number: number };
/** Asks for something below the project's address in the API; throws what the server says. */
export type CallProject = (path: string, options?: RequestInit) => Promise<Response>;

/** How tables travel. */
export const arrowType = "application/vnd.apache.arrow.stream";

/**
 * Reads for a cell what it has no right to itself.
 *
 * @param onRead hears of each version that was read
 * @returns an Arrow stream
 */
export async function readDatasets(
  request: DatasetRequest,
  call: CallProject,
  onRead: (read: Read) => void,
): Promise<ArrayBuffer> {
  return request.kind === "sql" ? query(request.sql, call, onRead) : dataset(request.reference, call, onRead);
}

async function query(sql: string, call: CallProject, onRead: (read: Read) => void): Promise<ArrayBuffer> {
  const response = await call("/sql", {
    method: "POST",
    body: JSON.stringify({ sql }),
    headers: { "content-type": "application/json", accept: arrowType },
  });
  const told = decodeURIComponent(response.headers.get("x-query") ?? "%7B%22reads%22%3A%5B%5D%7D");
  for (const { name, number } of (JSON.parse(told) as { reads: Read[] }).reads) onRead({ name, number });
  return response.arrayBuffer();
}

async function dataset(reference: string, call: CallProject, onRead: (read: Read) => void) {
  const { name, number: wanted } = partsOf(reference);
  const base = `/datasets/${encodeURIComponent(name)}/versions`;
  const newest = async () => {
    const { versions } = (await (await call(`${base}?limit=1`)).json()) as { versions: Read[] };
    return versions[0]!.number;
  };
  const number = wanted ?? (await newest());
  const response = await call(`${base}/${number}/arrow`);
  onRead({ name, number });
  return response.arrayBuffer();
}
