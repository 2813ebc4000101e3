import type { ScopedKind } from "@/lib/auth/access-filter";
import { textsIn, type About, type Thing } from "@/lib/auth/about";

type Fields = Readonly<Record<string, unknown>>;

/** What a request of the API is about, by the names that its address, query and body have everywhere. */
export function aboutOf(
  url: string,
  { params, query, body }: { params: unknown; query: unknown; body: unknown },
  lists?: ScopedKind,
): About {
  const [path, asked, sent] = [fieldsOf(params), fieldsOf(query), fieldsOf(body)];
  const things: Thing[] = [
    ...textsIn(path.runUid).map((uid) => ({ kind: "run" as const, uid })),
    ...textsIn(path.modelId).map((id) => ({ kind: "logged-model" as const, id })),
    ...textsIn(path.jobId).map((id) => ({ kind: "job" as const, id })),
    ...textsIn(sent.runs).map((uid) => ({ kind: "run" as const, uid })),
    ...[asked.experiment, sent.experiment]
      .flatMap(textsIn)
      .map((name) => ({ kind: "experiment" as const, name })),
  ];
  if (/\/models\/:name/.test(url))
    things.push(...textsIn(path.name).map((name) => ({ kind: "model" as const, name })));
  if (/\/models$/.test(url))
    things.push(
      ...textsIn(sent.name).map((name) => ({ kind: "model" as const, name })),
      ...textsIn(sent.run).map((uid) => ({ kind: "run" as const, uid, by: "run:read" as const })),
    );
  return { things, lists: things.length === 0 ? lists : undefined };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}
