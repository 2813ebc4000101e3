import type { OwnScope } from "@/lib/auth/reach";
import type { About, Thing } from "@/lib/auth/things";

type Fields = Readonly<Record<string, unknown>>;

/** What a request of the API is about, by the names that its address, query and body have everywhere. */
export function aboutOf(url: string, { params, query, body }: { params: unknown; query: unknown; body: unknown }, lists?: OwnScope): About {
  const [path, asked, sent] = [fieldsOf(params), fieldsOf(query), fieldsOf(body)];
  const things: Thing[] = [
    ...texts(path.runUid).map((uid) => ({ kind: "run" as const, uid })),
    ...texts(path.modelId).map((id) => ({ kind: "logged-model" as const, id })),
    ...texts(path.jobId).map((id) => ({ kind: "job" as const, id })),
    ...texts(sent.runs).map((uid) => ({ kind: "run" as const, uid })),
    ...[asked.experiment, sent.experiment].flatMap(texts).map((name) => ({ kind: "experiment" as const, name })),
  ];
  if (/\/models\/:name/.test(url)) things.push(...texts(path.name).map((name) => ({ kind: "model" as const, name })));
  if (/\/models$/.test(url)) things.push(...texts(sent.name).map((name) => ({ kind: "model" as const, name })), ...texts(sent.run).map((uid) => ({ kind: "run" as const, uid, by: "run:read" as const })));
  return { things, lists: things.length === 0 ? lists : undefined };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function texts(value: unknown): string[] {
  return [value].flat().filter((entry): entry is string => typeof entry === "string" && entry !== "");
}
