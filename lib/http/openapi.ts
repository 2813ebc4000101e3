import * as z from "zod";
import type { Declaration } from "./route";

/** The OpenAPI 3.1 document of all declared routes, made from the schemas that parse their requests. */
export function openApiOf(declarations: readonly Declaration[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const declaration of declarations) {
    const path = declaration.url.replaceAll(/:(\w+)/g, "{$1}");
    (paths[path] ??= {})[declaration.method.toLowerCase()] = operationOf(declaration);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Perihelion",
      version: "1",
      description: "Everything that the interface does, for programs. Send `Authorization: Bearer <token>`.",
    },
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    security: [{ token: [] }],
    paths,
  };
}

function inCamelCase(url: string): string {
  return url.replaceAll(/[^a-zA-Z]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function operationOf({
  method,
  url,
  summary,
  permission,
  params,
  query,
  body,
  mayBecomeJob,
}: Declaration): Record<string, unknown> {
  const inPath = [...url.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: propertyOf(params, name!) ?? { type: "string" },
  }));
  const inQuery = Object.entries(objectOf(query)).map(([name, schema]) => ({ name, in: "query", schema }));
  return {
    operationId: method.toLowerCase() + inCamelCase(url),
    summary,
    "x-permission": permission,
    ...(permission === "public" ? { security: [] } : {}),
    parameters: [...inPath, ...inQuery, ...(mayBecomeJob ? [prefer] : [])],
    ...(body ? { requestBody: { content: { "application/json": { schema: jsonSchemaOf(body) } } } } : {}),
    responses: {
      default: { description: "A problem document (RFC 9457)", content: { "application/problem+json": {} } },
      ...(mayBecomeJob
        ? answersOfJob
        : { "200": { description: "Done", content: { "application/json": {} } } }),
    },
  };
}

const prefer = {
  name: "Prefer",
  in: "header",
  description: "`respond-async`: answer at once with a job, however small the work",
  schema: { type: "string" },
};

/** What answers a request whose work is done within it, or by a job. */
const answersOfJob = {
  "201": { description: "Done within the request", content: { "application/json": {} } },
  "202": {
    description: "The work is large, or a job was preferred: a job does it, whoever goes on waiting",
    headers: { Location: { description: "The job's address", schema: { type: "string" } } },
    content: { "application/json": {} },
  },
};

function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Record<string, unknown>;
}

function objectOf(schema: z.ZodType | undefined): Record<string, unknown> {
  return schema ? ((jsonSchemaOf(schema).properties ?? {}) as Record<string, unknown>) : {};
}

function propertyOf(schema: z.ZodType | undefined, name: string): unknown {
  return objectOf(schema)[name];
}
