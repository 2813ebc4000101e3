import { answerOf } from "@/components/ui/call-api";
import {
  arrowType,
  readDatasets,
  type DatasetRequest,
  type Read,
} from "@/lib/notebooks/runtime/read-datasets";

export type Reads = Map<string, Read>;
type Context = { slug: string; reads: Reads; signal: AbortSignal };

/** Does for a notebook's frame what it has no right to do itself, as the person who looks at it. */
export async function answerRequest(
  request: DatasetRequest,
  { slug, reads, signal }: Context,
): Promise<ArrayBuffer> {
  const call = async (path: string, options?: RequestInit) =>
    checked(await fetch(`/api/projects/${slug}${path}`, { ...options, signal }));
  return readDatasets(request, call, (read) => void reads.set(`${read.name}@v${read.number}`, read));
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
      headers: { "content-type": arrowType },
    }),
  );
  return (await response.json()) as { name: string; number: number; rows: number; columns: number };
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const answer = await answerOf<unknown>(response);
  throw new Error(answer.ok ? `The server answered ${response.status}.` : answer.message);
}
