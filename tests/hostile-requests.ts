import * as z from "zod";
import type { Declaration } from "@/lib/http/route";

type Json = { [name: string]: unknown };
/**
 * A value of a request, and the place of one of its texts or numbers: the names and indices that lead to
 * it.
 */
type Place = (string | number)[];

/** A request that its route would read: an address, and a body where it takes one. */
export type Sample = { method: string; params: Json; query: Json; body: Json | undefined; url: string };

/** Names of the things that are there, by the parameter that asks for them. */
export type Known = Record<string, string>;

/** A request of a declared route with every field filled in, by the schemas that it declares. */
export function sampleOf({ method, url, params, query, body }: Declaration, known: Known): Sample {
  const names = [...url.matchAll(/:(\w+)|\*/g)].map(([whole, name]) => name ?? whole);
  const filled = objectOf(params ? valueOf(jsonSchemaOf(params)) : {});
  return {
    method,
    url,
    params: Object.fromEntries(names.map((name) => [name, known[name] ?? filled[name] ?? "x"])),
    query: objectOf(query ? valueOf(jsonSchemaOf(query)) : {}),
    body: body
      ? objectOf(valueOf(jsonSchemaOf(body)))
      : method === "GET" || method === "DELETE"
        ? undefined
        : {},
  };
}

/** The same request with `hostile` in one place, once for each place at which a value of this type stands. */
export function withEach(
  sample: Sample,
  type: "string" | "number",
  hostile: unknown,
  parts: readonly ("params" | "query" | "body")[] = ["params", "query", "body"],
): Sample[] {
  return parts.flatMap((part) =>
    placesOf(sample[part])
      .filter(([, value]) => type === typeof value || (part !== "body" && type === "number"))
      .map(([place]) => ({ ...sample, [part]: replaced(sample[part], place, hostile) as Json })),
  );
}

/** The address of a request, its parameters in their places. */
export function addressOf({ url, params, query }: Sample): string {
  const path = url.replaceAll(/:(\w+)|\*/g, (whole, name?: string) =>
    encodeURIComponent(String(params[name ?? whole])),
  );
  const entries = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)]),
  );
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries).toString()}`;
}

function jsonSchemaOf(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Json;
}

/** A value that a JSON schema describes; texts with a pattern that is not known here are "x". */
function valueOf(schema: Json): unknown {
  const options = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (options) return valueOf(options[0]!);
  if (schema.allOf) return Object.assign({}, ...(schema.allOf as Json[]).map(valueOf)) as Json;
  if ("const" in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries((schema.properties ?? { x: schema.additionalProperties ?? {} }) as Json).map(
          ([name, inner]) => [name, valueOf(objectOf(inner))],
        ),
      );
    case "array":
      return schema.items ? [valueOf(schema.items as Json)] : [];
    case "integer":
    case "number":
      return Math.max(1, Number(schema.minimum ?? 1));
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return schema.format === "email" ? "x@example.com" : "x".repeat(Number(schema.minLength ?? 1));
  }
}

function placesOf(value: unknown, place: Place = []): [Place, unknown][] {
  if (Array.isArray(value)) return value.flatMap((entry, i) => placesOf(entry, [...place, i]));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([name, entry]) => placesOf(entry, [...place, name]));
  return value === undefined ? [] : [[place, value]];
}

function replaced(value: unknown, [first, ...rest]: Place, hostile: unknown): unknown {
  if (first === undefined) return hostile;
  if (Array.isArray(value))
    return value.map((entry: unknown, i) => (i === first ? replaced(entry, rest, hostile) : entry));
  const object = objectOf(value);
  return { ...object, [first]: replaced(object[first], rest, hostile) };
}

function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
