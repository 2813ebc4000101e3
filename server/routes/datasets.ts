import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { readableDatasets } from "@/lib/auth/access-filter";
import { authorizeResources } from "@/lib/auth/authorize-resources";
import { askerOf, type Member } from "@/lib/auth/member";
import { fetchCatalogue } from "@/lib/datasets/catalogue";
import { keptColumns, parquetFileOf, profileOf, saveFrame, type DataDeps } from "@/lib/datasets/commands";
import { importOptionsField } from "@/lib/datasets/import-options";
import { neoSample } from "@/lib/datasets/neo-sample";
import { tableOf } from "@/lib/datasets/masked-file";
import { findVersion, listDatasets, listVersions, type Version } from "@/lib/datasets/queries";
import { resolveQuery } from "@/lib/datasets/resolve-query";
import {
  columnsQuery,
  datasetParams,
  makeDatasetBody,
  rowsQuery,
  profileQuery,
  sqlBody,
  versionParams,
} from "@/lib/datasets/schema";
import { toVersionDto } from "@/lib/datasets/version-dto";
import { partsOf, referencesIn } from "@/lib/datasets/sql-references";
import { requireWhole } from "@/lib/datasets/whole-table";
import { toArrow } from "@/lib/frame/arrow";
import { rowsOf } from "@/lib/frame/frame";
import { problemOf } from "@/lib/http/problem";
import { readerOf } from "@/lib/datasets/reader";
import { projectRoute } from "@/lib/http/route";
import { limits } from "@/lib/limits";
import { pageQuery } from "@/lib/page";
import type { Deps } from "../deps";
import { sendFile } from "../send-file";
import { columnRoutes } from "./dataset-columns";
import { reportRoutes } from "./dataset-report";
import { openStream } from "../stream";
import { importStored } from "../import-file";
import { receiveUpload } from "../upload";
import { labellingRoutes } from "./labelling";
import { uploadRoutes } from "./uploads";

const jpl = process.env.PERIHELION_JPL_URL ?? "https://ssd-api.jpl.nasa.gov/sbdb_query.api";
const arrowType = "application/vnd.apache.arrow.stream";

export function datasetRoutes(server: FastifyInstance, deps: Deps): void {
  collectionRoutes(server, deps);
  versionRoutes(server, deps);
  rowRoutes(server, deps);
  columnRoutes(server, deps);
  figureRoutes(server, deps);
  reportRoutes(server, deps);
  uploadRoutes(server, deps);
  labellingRoutes(server, deps);
}

function collectionRoutes(server: FastifyInstance, deps: Deps): void {
  const { db } = deps;

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets",
      permission: "dataset:read",
      summary: "Datasets and their newest versions, a page at a time",
      query: pageQuery,
      resources: "filtered",
    },
    async ({ member, query }) => {
      const { rows, ...page } = await listDatasets(db, member.project.id, readableDatasets(member), query);
      return { datasets: rows, ...page };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/datasets",
      keepAnswer: true,
      mayBecomeJob: true,
      permission: "dataset:write",
      summary:
        "Upload a file as multipart form (`file`, several of them for one table, optional `name` and " +
        '`options`, JSON that says how it is read), or make a sample: `{"sample":"neo"}`',
      rawBody: true,
      resources: "filtered",
    },
    async ({ member, request, reply, signal }) => {
      const isUpload = request.headers["content-type"]?.startsWith("multipart/form-data");
      if (isUpload) return uploaded(deps, member, { request, reply, signal });
      const version = await made(deps, member, makeDatasetBody.parse(request.body), signal);
      void reply.code(201);
      return toVersionDto(version);
    },
  );
}

function versionRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, storage } = deps;

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions",
      permission: "dataset:read",
      summary: "Versions of a dataset, a page at a time",
      query: pageQuery,
      params: datasetParams,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, query }) => {
      const { dataset } = await findVersion(db, readerOf(member), params.name);
      const { rows, ...page } = await listVersions(db, readerOf(member), dataset.id, query);
      return { versions: rows, ...page };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number",
      permission: "dataset:read",
      summary: "One version: its schema, hash and recipe",
      params: versionParams,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params }) =>
      toVersionDto(await findVersion(db, readerOf(member), params.name, params.number)),
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/file",
      permission: "dataset:read",
      summary: "The rows as a Parquet file, whole or in part (`Range`)",
      params: versionParams,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, reply, signal }) => {
      const version = await findVersion(db, readerOf(member), params.name, params.number);
      const file = await parquetFileOf(deps, readerOf(member), version, { asker: askerOf(member), signal });
      const path = `${version.dataset.name}-v${version.number}.parquet`;
      return sendFile(reply, storage, { path, ...file });
    },
  );
}

function rowRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, engine } = deps;

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/rows",
      permission: "dataset:read",
      summary: "A page of rows, filtered by a formula and sorted by a column where asked, with their numbers",
      params: versionParams,
      query: rowsQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, query: { filter = null, sort, down, ...page }, signal }) => {
      const version = await findVersion(db, readerOf(member), params.name, params.number);
      const asking = { asker: askerOf(member), signal };
      const table = await tableOf(deps, readerOf(member), version, asking);
      const told = { columns: version.columns, total: version.rows, offset: page.offset };
      if (filter === null && !sort) {
        const frame = await engine.run("rows", { table, ...page }, asking);
        const numbers = Array.from({ length: frame.rows }, (_, i) => page.offset + i + 1);
        return { ...told, matching: version.rows, numbers, rows: rowsOf(frame) };
      }
      const choice = { filter, sort: sort ? { column: sort, down } : null };
      const found = await engine.run("find-rows", { table, ...choice, ...page }, asking);
      return { ...told, matching: found.total, numbers: found.numbers, rows: rowsOf(found.frame) };
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/arrow",
      permission: "dataset:read",
      summary:
        "Columns as an Arrow stream: all rows, or at most `limit` drawn by the hash of their number, " +
        "which `x-thinned-from` then tells",
      params: versionParams,
      query: columnsQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, query, reply, signal }) => {
      const version = await findVersion(db, readerOf(member), params.name, params.number);
      const names = query.columns ?? version.columns.map(({ name }) => name);
      if (!query.limit) requireWhole(version.dataset.name, { rows: version.rows, columns: names.length });
      const asking = { asker: askerOf(member), signal };
      const table = await tableOf(deps, readerOf(member), version, asking);
      const frame = await engine.run("column", { table, names, limit: query.limit ?? version.rows }, asking);
      if (frame.rows < version.rows) void reply.header("x-thinned-from", String(version.rows));
      return reply
        .type(arrowType)
        .header("x-version", String(version.number))
        .send(Buffer.from(toArrow(frame)));
    },
  );
}

function figureRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, engine } = deps;

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/profile",
      permission: "dataset:read",
      summary:
        "Distributions, figures, correlations and findings; as NDJSON with progress when asked for. " +
        "`kept=true` answers the columns that were worked out before, or null, and works out nothing",
      params: versionParams,
      query: profileQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, query, request, reply, signal }) => {
      const version = await findVersion(db, readerOf(member), params.name, params.number);
      if (query.kept) return { columns: await keptColumns(deps, readerOf(member), version) };
      const target = query.target ?? null;
      const asking = { asker: askerOf(member), signal };
      if (!request.headers.accept?.includes("application/x-ndjson"))
        return profileOf(deps, readerOf(member), version, target, asking);

      const stream = openStream(reply, "application/x-ndjson");
      const line = (value: object) => `${JSON.stringify(value)}\n`;
      const answer = await profileOf(deps, readerOf(member), version, target, {
        ...asking,
        progress: (done, total, partial) => stream.offer(line({ done, total, partial })),
        waiting: (before) => stream.offer(line({ before })),
      }).then(
        (profile) => ({ profile }),
        (error: unknown) => ({ error: problemOf(error).detail }),
      );
      await stream.send(line(answer));
      stream.end();
      return reply;
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/sql",
      permission: "dataset:read",
      summary:
        "Answer a query over `dataset('name')`: the first rows as JSON, with `truncated`; " +
        "or all as Arrow when asked for",
      body: sqlBody,
      resources: ({ body }) =>
        referencesIn(body.sql).map((reference) => ({ kind: "dataset", name: partsOf(reference).name })),
    },
    async ({ member, body, request, reply, signal }) => {
      const asking = { asker: askerOf(member), signal };
      const { sql, tables, versions } = await resolveQuery(deps, readerOf(member), body.sql, asking);
      const whole = request.headers.accept?.includes(arrowType) ?? false;
      const { frame, truncated, milliseconds } = await engine.run(
        "query",
        { sql, tables, limit: whole ? "whole" : limits.sqlRows },
        { ...asking, timeout: limits.sqlMilliseconds },
      );
      const reads = versions.map(({ dataset, number, id }) => ({ id, name: dataset.name, number }));
      if (!whole) return { rows: rowsOf(frame), truncated, milliseconds, reads };
      return reply
        .type(arrowType)
        .header("x-query", encodeURIComponent(JSON.stringify({ truncated, milliseconds, reads })))
        .send(Buffer.from(toArrow(frame)));
    },
  );
}

async function uploaded(
  deps: Deps,
  member: Member,
  asked: { request: FastifyRequest; reply: FastifyReply; signal: AbortSignal },
) {
  const { fields, fileName, blob } = await receiveUpload(asked.request, deps.storage, { several: true });
  const options = fields.options ? importOptionsField.parse(fields.options) : undefined;
  const made = await importStored(deps, member, asked, { fileName, blob, name: fields.name, options });
  return "job" in made ? made.job : toVersionDto(made.version);
}

async function made(
  deps: DataDeps & Pick<Deps, "db">,
  member: Member,
  body: ReturnType<typeof makeDatasetBody.parse>,
  signal: AbortSignal,
): Promise<Version> {
  const { actor, project } = member;
  await authorizeResources(deps.db, member, "dataset:write", [{ kind: "dataset", name: body.name }]);
  const input = { projectId: project.id, name: body.name, signal };
  if ("sample" in body) {
    return saveFrame(
      deps,
      actor,
      { ...input, frame: neoSample(body.seed) },
      {
        origin: "sample",
        source: `NEO sample, seed ${body.seed}`,
        sourceHash: null,
        simulated: true,
        recipe: null,
        from: [],
      },
    );
  }
  return saveFrame(
    deps,
    actor,
    { ...input, frame: await fetchCatalogue(jpl, body.limit) },
    {
      origin: "catalogue",
      source: "NASA/JPL small-body database",
      sourceHash: null,
      simulated: false,
      recipe: null,
      from: [],
    },
  );
}
