import { answerOf } from "@/components/ui/call-api";
import type { FrameRequest } from "@/lib/notebooks/protocol";

export type Reads = Map<string, { name: string; number: number }>;
type Context = { slug: string; reads: Reads; signal: AbortSignal };

const arrow = "application/vnd.apache.arrow.stream";

/** Does for a notebook's frame what it has no right to do itself, as the person who looks at it. */
export async function answerRequest(
  request: Extract<FrameRequest, { kind: "sql" | "dataset" }>,
  context: Context,
): Promise<unknown> {
  return request.kind === "sql" ? query(request.sql, context) : dataset(request.reference, context);
}

async function query(sql: string, { slug, reads, signal }: Context): Promise<ArrayBuffer> {
  const response = await checked(
    await fetch(`/api/projects/${slug}/sql`, {
      method: "POST",
      signal,
      body: JSON.stringify({ sql }),
      headers: { "content-type": "application/json", accept: arrow },
    }),
  );
  const { reads: read } = JSON.parse(
    decodeURIComponent(response.headers.get("x-query") ?? "%7B%22reads%22%3A%5B%5D%7D"),
  ) as { reads: { name: string; number: number }[] };
  for (const { name, number } of read) reads.set(`${name}@v${number}`, { name, number });
  return response.arrayBuffer();
}

async function dataset(reference: string, { slug, reads, signal }: Context): Promise<ArrayBuffer> {
  const [, name = reference, wanted] = reference.match(/^(.*?)(?:@v(\d+))?$/) ?? [];
  const base = `/api/projects/${slug}/datasets/${encodeURIComponent(name)}/versions`;
  const number = wanted
    ? Number(wanted)
    : ((await (await checked(await fetch(base, { signal }))).json()) as { versions: { number: number }[] })
        .versions[0]!.number;
  const response = await checked(await fetch(`${base}/${number}/arrow`, { signal }));
  reads.set(`${name}@v${number}`, { name, number });
  return response.arrayBuffer();
}

type Saving = {
  slug: string;
  notebookId: string;
  /** The revision whose cells made the table. */
  revision: number;
  reads: Reads;
  name: string;
  arrow: Uint8Array;
};

/** Stores a table that a cell offered, as who clicked. @throws {Error} with what the server says */
export async function saveTable({ slug, notebookId, revision, reads, name, arrow: body }: Saving) {
  const read = JSON.stringify([...reads.values()]);
  const search = new URLSearchParams({ name, revision: String(revision), reads: read });
  const response = await checked(
    await fetch(`/api/projects/${slug}/notebooks/${notebookId}/datasets?${search}`, {
      method: "POST",
      body: new Blob([new Uint8Array(body)]),
      headers: { "content-type": arrow },
    }),
  );
  return (await response.json()) as { name: string; number: number; rows: number; columns: number };
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const answer = await answerOf<unknown>(response);
  throw new Error(answer.ok ? `The server answered ${response.status}.` : answer.message);
}
