import { answerOf } from "@/components/ui/call-api";
import type { FrameRequest } from "./frame/messages";

export type Reads = Map<string, { name: string; number: number }>;
type Context = { slug: string; notebookId: string; reads: Reads; revision: () => Promise<number> };

const arrow = "application/vnd.apache.arrow.stream";

/** Does for a notebook's frame what it has no right to do itself, as the person who looks at it. */
export async function answerRequest(request: FrameRequest, context: Context): Promise<unknown> {
  if (request.kind === "sql") return query(request.sql, context);
  return request.kind === "dataset"
    ? dataset(request.reference, context)
    : save(request.name, request.arrow, context);
}

async function query(sql: string, { slug, reads }: Context): Promise<ArrayBuffer> {
  const response = await checked(
    await fetch(`/api/projects/${slug}/sql`, {
      method: "POST",
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

async function dataset(reference: string, { slug, reads }: Context): Promise<ArrayBuffer> {
  const [, name = reference, wanted] = reference.match(/^(.*?)(?:@v(\d+))?$/) ?? [];
  const base = `/api/projects/${slug}/datasets/${encodeURIComponent(name)}/versions`;
  const number = wanted
    ? Number(wanted)
    : ((await (await checked(await fetch(base))).json()) as { versions: { number: number }[] }).versions[0]!
        .number;
  const response = await checked(await fetch(`${base}/${number}/arrow`));
  reads.set(`${name}@v${number}`, { name, number });
  return response.arrayBuffer();
}

async function save(
  name: string,
  body: Uint8Array,
  { slug, notebookId, reads, revision }: Context,
): Promise<unknown> {
  const search = new URLSearchParams({
    name,
    revision: String(await revision()),
    reads: JSON.stringify([...reads.values()]),
  });
  const response = await checked(
    await fetch(`/api/projects/${slug}/notebooks/${notebookId}/datasets?${search}`, {
      method: "POST",
      body: new Blob([new Uint8Array(body)]),
      headers: { "content-type": arrow },
    }),
  );
  return response.json();
}

async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const answer = await answerOf<unknown>(response);
  throw new Error(answer.ok ? `The server answered ${response.status}.` : answer.message);
}
