import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import { askerOf, type Member } from "@/lib/auth/member";
import { tableOf } from "@/lib/datasets/masked-file";
import { findVersion, makerOf, type Version } from "@/lib/datasets/queries";
import { readerOf } from "@/lib/datasets/reader";
import { reportFile } from "@/lib/datasets/report/html-file";
import type { Provenance, QualityReport } from "@/lib/datasets/report/report";
import { reportQuery, versionParams } from "@/lib/datasets/schema";
import { findColumn } from "@/lib/datasets/steps/step";
import { problemOf } from "@/lib/http/problem";
import { projectRoute } from "@/lib/http/route";
import { limits } from "@/lib/limits";
import type { Deps } from "../deps";
import { openStream } from "../stream";

/** The style sheets that a report's file carries: what its page uses, read once. */
const styles = ["tokens", "report"].map((name) => readFileSync(`app/styles/${name}.css`, "utf8")).join("\n");

/** The route that tells the quality of a version in full: as JSON, as it comes in, or as a file of HTML. */
export function reportRoutes(server: FastifyInstance, deps: Deps): void {
  const { db, engine } = deps;

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/report",
      permission: "dataset:read",
      summary:
        "Quality report: overview, variables, interactions, correlations, missing patterns, duplicates, " +
        "sample and alerts, as JSON or (`format=html`) a file; as NDJSON with progress when asked for",
      params: versionParams,
      query: reportQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params, query, request, reply, signal }) => {
      const version = await findVersion(db, readerOf(member), params.name, params.number);
      const { target = null, pairs = null, format } = query;
      for (const name of [...(target === null ? [] : [target]), ...(pairs ?? []).flat()])
        findColumn(version.columns, name);
      const asking = { asker: askerOf(member), signal, timeout: limits.profileMilliseconds };
      const input = { table: await tableOf(deps, readerOf(member), version, asking), target, pairs };
      const madeBy = await makerOf(db, version);
      const whole = async (told: object = {}): Promise<QualityReport> => ({
        ...(await engine.run("report", input, { ...asking, ...told })),
        provenance: provenanceOf(version, madeBy, member),
      });
      if (format === "html") {
        const file = encodeURIComponent(`${version.dataset.name}-v${version.number}-report.html`);
        return reply
          .header("content-disposition", `attachment; filename*=UTF-8''${file}`)
          .type("text/html; charset=utf-8")
          .send(reportFile(await whole(), styles));
      }
      if (!request.headers.accept?.includes("application/x-ndjson")) return whole();

      const stream = openStream(reply, "application/x-ndjson");
      const line = (value: object) => `${JSON.stringify(value)}\n`;
      const answer = await whole({
        progress: (done: number, total: number) => stream.offer(line({ done, total })),
        waiting: (before: number) => stream.offer(line({ before })),
      }).then(
        (report) => ({ report }),
        (error: unknown) => ({ error: problemOf(error).detail }),
      );
      await stream.send(line(answer));
      stream.end();
      return reply;
    },
  );
}

function provenanceOf(version: Version, madeBy: string, { project, actor }: Member): Provenance {
  return {
    project: project.name,
    dataset: version.dataset.name,
    version: version.number,
    sha256: version.sha256,
    bytes: version.bytes,
    origin: version.origin,
    source: version.source,
    sourceSha256: version.sourceHash,
    simulated: version.simulated,
    synthetic: version.synthetic,
    madeAt: version.createdAt.toISOString(),
    madeBy,
    reportedAt: new Date().toISOString(),
    reportedBy: actor.name,
  };
}
