import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const tops = ["app", "components", "lib", "server", "engine", "worker"];
const platform = ["auth", "db", "events", "http", "storage"];
const pureLibraries = ["frame", "stats", "ml"];
/** Features may use those that stand after them, never before. */
const order = [
  "notebooks",
  "labelling",
  "tracking",
  "registry",
  "runs",
  "experiments",
  "sources",
  "jobs",
  "datasets",
  "projects",
];

/** Rooms of the house; a file may import from its own room and from those named beside it. */
const rooms = {
  pages: ["components", "loaders", "pure", "platform"],
  routes: ["commands", "queries", "pure", "platform"],
  processes: ["pure", "platform"],
  components: ["pure"],
  loaders: ["queries", "pure", "platform"],
  commands: ["queries", "pure", "platform"],
  queries: ["pure", "platform"],
  platform: ["pure", "platform"],
  pure: [],
} as const;
type Room = keyof typeof rooms;

/**
 * Files of a feature that reach the database or the world,
 * though no word of the closed vocabulary names them.
 */
const writers = [
  "lib/datasets/apply-fitted.ts",
  "lib/datasets/masked-file.ts",
  "lib/datasets/second-tables.ts",
  "lib/labelling/choose-rows.ts",
  "lib/datasets/resolve-query.ts",
  "lib/datasets/mask-commands.ts",
  "lib/datasets/write-version.ts",
  "lib/datasets/uploads.ts",
  "lib/datasets/manage.ts",
  "lib/datasets/lock-dataset.ts",
  "lib/notebooks/shared-store.ts",
  "lib/notebooks/stored-outputs.ts",
  "lib/notebooks/shown-outputs.ts",
  "lib/notebooks/runs/effects.ts",
  "lib/labelling/lock-task.ts",
  "lib/labelling/give.ts",
  "lib/labelling/settle.ts",
  "lib/labelling/save.ts",
  "lib/jobs/dataset-effects.ts",
  "lib/jobs/dataset-jobs.ts",
  "lib/sources/refresh.ts",
  "lib/sources/reseal.ts",
  "lib/sources/refresh-effects.ts",
  "lib/jobs/queue.ts",
  "lib/jobs/retry.ts",
  "lib/jobs/claim.ts",
  "lib/jobs/attempts.ts",
  "lib/jobs/output.ts",
  "lib/jobs/relay.ts",
  "lib/jobs/old-logs.ts",
  "lib/jobs/prune-logs.ts",
  "lib/runs/finish.ts",
  "lib/runs/final-metrics.ts",
  "lib/runs/training-effects.ts",
  "lib/runs/log.ts",
  "lib/runs/points-statement.ts",
  "lib/runs/metric-keys.ts",
  "lib/runs/client-runs.ts",
  "lib/registry/client-models.ts",
  "lib/registry/client-versions.ts",
  "lib/registry/lock-model.ts",
  "lib/registry/register-version.ts",
  "lib/registry/remove-runs.ts",
  "lib/registry/webhooks.ts",
  "lib/runs/remove-rows.ts",
  "lib/tracking/logged-model-commands.ts",
  "lib/tracking/inputs.ts",
  "lib/tracking/access.ts",
  "lib/tracking/artifacts.ts",
  "lib/tracking/transfers.ts",
  "lib/projects/members.ts",
];
const readers = [
  "lib/datasets/fit.ts",
  "lib/datasets/recipe-source.ts",
  "lib/datasets/mask-lineage.ts",
  "lib/datasets/schemas.ts",
  "lib/datasets/how-shown.ts",
  "lib/datasets/person-reader.ts",
  "lib/datasets/require-unmasked-dataset.ts",
  "lib/jobs/told.ts",
  "lib/datasets/second-versions.ts",
  "lib/datasets/failed-cells.ts",
  "lib/datasets/find-upload.ts",
  "lib/labelling/agreement.ts",
  "lib/registry/askable.ts",
  "lib/projects/groups.ts",
  "lib/projects/people.ts",
  "lib/projects/rights.ts",
  "lib/jobs/shares.ts",
  "lib/registry/behind.ts",
  "lib/jobs/queue-places.ts",
  "lib/registry/rules.ts",
  "lib/runs/search.ts",
  "lib/runs/cells.ts",
  "lib/runs/children.ts",
  "lib/runs/compared-series.ts",
  "lib/runs/comparison.ts",
  "lib/runs/conditions.ts",
  "lib/runs/fields.ts",
  "lib/runs/find-runs.ts",
  "lib/runs/metric-choice.ts",
  "lib/runs/run-items.ts",
  "lib/runs/run-order.ts",
  "lib/runs/run-source.ts",
  "lib/runs/run-table.ts",
  "lib/runs/unknown-names.ts",
  "lib/runs/history.ts",
  "lib/runs/series.ts",
  "lib/runs/used.ts",
  "lib/registry/read-signature.ts",
  "lib/tracking/experiments.ts",
  "lib/tracking/history-documents.ts",
  "lib/tracking/logged-models.ts",
  "lib/tracking/models.ts",
  "lib/tracking/search-entities.ts",
  "lib/tracking/run-documents.ts",
  "lib/tracking/search-runs.ts",
  "lib/projects/lineage.ts",
  "lib/projects/search.ts",
  "lib/datasets/choices.ts",
  "lib/datasets/dependents.ts",
  "lib/datasets/version-lineage.ts",
  "lib/datasets/catalogue.ts",
];

function roomOf(file: string): Room {
  const [top, feature] = file.split("/");
  if (top === "components") return "components";
  if (top === "server") return "routes";
  if (top === "engine" || top === "worker") return "processes";
  if (top === "app") return "pages";
  if (
    /^lib\/auth\/(permissions|decide|access-filter|access-level|resources|own-run|schema|actor)\.ts$/.test(
      file,
    )
  )
    return "pure";
  if (/^lib\/events\/(facts|nouns|webhook-events)\.ts$/.test(file)) return "pure";
  if (platform.includes(feature ?? "") || file === "lib/config.ts") return "platform";
  if (writers.includes(file)) return "commands";
  if (readers.includes(file)) return "queries";
  const role = path.basename(file).replace(/\.tsx?$/, "");
  return role in rooms ? (role as Room) : "pure";
}

const files = tops
  .flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: "utf8" }).map((file) => path.join(top, file)),
  )
  .filter((file) => /\.tsx?$/.test(file) && !file.includes(".test.") && !file.endsWith(".d.ts"));

const anyImport = /^(?:import|export) [^;]*?from "([@.][^"]*)"/gms;
/** Without imports of types alone: those are erased, so they cost nothing at run time. */
const runtimeImport = /^(?:import|export) (?!type)[^;]*?from "([@.][^"]*)"/gms;

function importsOf(file: string, pattern: RegExp): string[] {
  const source = readFileSync(file, "utf8");
  return [...source.matchAll(pattern)].flatMap(([, specifier]) => {
    const target = specifier!.startsWith("@/")
      ? specifier!.slice(2)
      : path.join(path.dirname(file), specifier!);
    return files.filter((candidate) => candidate.replace(/\.tsx?$/, "") === target);
  });
}

const graph = new Map(files.map((file) => [file, importsOf(file, runtimeImport)]));
const typeGraph = new Map(files.map((file) => [file, importsOf(file, anyImport)]));
const edges = [...graph].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));
const featureOf = (file: string) => file.match(/^lib\/([^/]+)\//)?.[1] ?? "";

describe("the house", () => {
  test("imports flow one way, from pages and routes down to pure modules", () => {
    const upward = edges.filter(
      ({ from, to }) =>
        roomOf(to) !== roomOf(from) && !(rooms[roomOf(from)] as readonly Room[]).includes(roomOf(to)),
    );
    expect(upward.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test("features use only those that stand after them", () => {
    const back = edges.filter(
      ({ from, to }) =>
        order.includes(featureOf(from)) &&
        order.includes(featureOf(to)) &&
        order.indexOf(featureOf(from)) > order.indexOf(featureOf(to)),
    );
    expect(back.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  test("no file imports itself back, not even for a type", () => {
    const reaches = (from: string, goal: string, seen = new Set<string>()): boolean =>
      (typeGraph.get(from) ?? []).some(
        (next) => next === goal || (!seen.has(next) && reaches(next, goal, seen.add(next))),
      );
    expect(files.filter((file) => reaches(file, file))).toEqual([]);
  });

  test("pure libraries need nothing of Node, so that they run in the notebook's frame", () => {
    const needing = files.filter(
      (file) =>
        pureLibraries.includes(featureOf(file)) &&
        /from "(node:|next|@prisma|@duckdb)/.test(readFileSync(file, "utf8")),
    );
    expect(needing).toEqual([]);
  });

  test("workers never reach the database", () => {
    const reachable = new Set<string>();
    const walk = (file: string) => {
      if (reachable.has(file)) return;
      reachable.add(file);
      graph.get(file)?.forEach(walk);
    };
    files.filter((file) => file.startsWith("worker/") || file.startsWith("engine/")).forEach(walk);
    expect(
      [...reachable].filter((file) => file.startsWith("lib/db/") || file.startsWith("lib/auth/")),
    ).toEqual([]);
  });

  test("what happened is noted by record alone, and by commands alone", () => {
    const telling =
      /(auditEvent|projectEvent|webhookDelivery)\.create|"(AuditEvent|ProjectEvent)",|bus\(\)\.emit/;
    const elsewhere = files.filter(
      (file) => !file.startsWith("lib/events/") && telling.test(readFileSync(file, "utf8")),
    );
    expect(elsewhere).toEqual(["lib/auth/audit.ts"]); // a try that was denied changed nothing
    const recording = edges.filter(
      ({ from, to }) => to === "lib/events/record.ts" && !["commands", "platform"].includes(roomOf(from)),
    );
    expect(recording.map(({ from }) => from)).toEqual([]);
  });

  test("answers write their own head in few places, each with the headers of all", () => {
    const writing = files.filter((file) => /\.(writeHead|hijack)\(/.test(readFileSync(file, "utf8")));
    const known = ["send-file", "front-door", "stream", "sockets", "drain"].map(
      (name) => `server/${name}.ts`,
    );
    expect(writing.filter((file) => !known.includes(file))).toEqual([]);
  });

  test("every colour stands in the tokens", () => {
    const styled = readdirSync("app/styles")
      .filter((file) => file !== "tokens.css")
      .map((file) => path.join("app/styles", file));
    const loose = [...styled, ...files.filter((file) => file.startsWith("components/"))].filter((file) =>
      /(?<!&)#[0-9a-f]{6}\b/i.test(readFileSync(file, "utf8").replaceAll('"#00000000"', "")),
    );
    expect(loose).toEqual([]);
  });

  test("no file is a drawer for leftovers", () => {
    expect(files.filter((file) => /\/(utils?|helpers?|common|misc|shared|index)\.tsx?$/.test(file))).toEqual(
      [],
    );
  });

  test("no file is longer than 400 lines, and pages and routes of Next are at most 30", () => {
    const lines = (file: string) => readFileSync(file, "utf8").split("\n").length;
    expect(files.filter((file) => lines(file) > 400)).toEqual([]);
    expect(files.filter((file) => /^app\/.*(page|route)\.tsx?$/.test(file) && lines(file) > 30)).toEqual([]);
  });
});
