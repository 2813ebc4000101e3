import type { FastifyInstance } from "fastify";
import { readableExperiments } from "@/lib/auth/access-filter";
import type { Member } from "@/lib/auth/member";
import { directOf } from "@/lib/db/direct";
import { trackingRoute } from "@/lib/http/tracking-route";
import { createClientRun, deleteRunTag, updateClientRun } from "@/lib/runs/client-runs";
import { newUid, setDeleted } from "@/lib/runs/commands";
import { logToRun, type KeyValue } from "@/lib/runs/log";
import { noPoints, type Points } from "@/lib/runs/points";
import { randomRunName } from "@/lib/runs/random-name";
import { logInputs, logOutputs, recordModel } from "@/lib/tracking/inputs";
import { newRunDocument } from "@/lib/tracking/new-run-document";
import { runDocument } from "@/lib/tracking/run-documents";
import {
  createRunInput,
  deleteTagInput,
  logBatchInput,
  logInputsInput,
  logMetricInput,
  logModelInput,
  logOutputsInput,
  logParamInput,
  runRef,
  searchRunsInput,
  setTagInput,
  uidOf,
  updateRunInput,
} from "@/lib/tracking/run-schema";
import { searchRunDocuments } from "@/lib/tracking/search-runs";
import { experimentOf, readLoggedModels, runOf, subjectsOf } from "@/lib/tracking/resources";
import { requireOneName } from "@/lib/tracking/words";
import type { Deps } from "../../deps";

const batch = { bytes: 1_000_000, keys: 10_000 };
/** A thousand datasets, one of which may describe itself in 16 MB, with a hundred tags each. */
const inputs = { bytes: 32 * 2 ** 20, keys: 250_000 };

export function trackingRunRoutes(server: FastifyInstance, deps: Deps): void {
  creationRoutes(server, deps);
  changeRoutes(server, deps);
  logRoutes(server, deps);
  linkRoutes(server, deps);
  searchRoutes(server, deps);
}

function creationRoutes(server: FastifyInstance, { db, now }: Deps): void {
  const sql = directOf(db);

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/runs/create",
      permission: "run:write",
      summary: "Start a run",
      input: createRunInput,
      resources: experimentOf,
    },
    async ({ member, input }) => {
      const tagged = input.tags.find(({ key }) => key === "mlflow.runName")?.value;
      requireOneName(input.run_name, tagged);
      const name = input.run_name || tagged || randomRunName(Math.random);
      const projectId = member.project.id;
      const uid = newUid();
      const run = {
        projectId,
        actor: member.actor,
        experiment: input.experiment_id,
        uid,
        name,
        clientUser: input.user_id,
        startTime: input.start_time ?? now().getTime(),
        tags: input.tags,
        now: now(),
      };
      await createClientRun(db, run);
      return `{"run":${newRunDocument(run)}}`;
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/runs/get",
      permission: "run:read",
      summary: "A run",
      input: runRef,
      resources: runOf,
    },
    async ({ member, input }) =>
      `{"run":${await runDocument(sql, { projectId: member.project.id, uid: uidOf(input) })}}`,
  );
}

function changeRoutes(server: FastifyInstance, { db, now }: Deps): void {
  const sql = directOf(db);

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/runs/update",
      permission: "run:write",
      summary: "Change a run's status, end or name",
      input: updateRunInput,
      resources: runOf,
    },
    async ({ member, input }) => {
      const uid = uidOf(input);
      const projectId = member.project.id;
      await updateClientRun(db, member.actor, {
        projectId,
        uid,
        status: input.status,
        endTime: input.end_time,
        name: input.run_name,
      });
      const { info } = JSON.parse(await runDocument(sql, { projectId, uid })) as { info: unknown };
      return { run_info: info };
    },
  );

  for (const deleted of [true, false]) {
    trackingRoute(
      server,
      db,
      {
        method: "POST",
        path: `mlflow/runs/${deleted ? "delete" : "restore"}`,
        permission: "run:delete",
        summary: deleted ? "Move a run out of sight" : "Bring a run back",
        input: runRef,
        resources: runOf,
      },
      async ({ member, input }) => {
        const uid = uidOf(input);
        await runDocument(sql, { projectId: member.project.id, uid });
        await setDeleted(db, member.actor, {
          projectId: member.project.id,
          uids: [uid],
          now: deleted ? now() : null,
        });
      },
    );
  }
}

function logRoutes(server: FastifyInstance, { db }: Deps): void {
  const log = (
    { actor, project }: Member,
    runUid: string,
    {
      metrics = noPoints(),
      params = [],
      tags = [],
    }: { metrics?: Points; params?: readonly KeyValue[]; tags?: readonly KeyValue[] },
  ) => logToRun(db, { projectId: project.id, actor, runUid, points: metrics, params, tags });

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/runs/log-metric",
      permission: "run:write",
      summary: "Log a point of a metric",
      input: logMetricInput,
      resources: (input) => [...runOf(input), ...subjectsOf(input.metrics)],
    },
    ({ member, input }) => log(member, uidOf(input), input),
  );

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/runs/log-parameter",
      permission: "run:write",
      summary: "Log a param; it is written once",
      input: logParamInput,
      resources: runOf,
    },
    ({ member, input }) => log(member, uidOf(input), { params: [input] }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/runs/set-tag",
      permission: "run:write",
      summary: "Tag a run",
      input: setTagInput,
      resources: runOf,
    },
    ({ member, input }) => log(member, uidOf(input), { tags: [input] }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/runs/log-batch",
      permission: "run:write",
      summary: "Log metrics, params and tags together, all or none",
      input: logBatchInput,
      bounds: batch,
      resources: (input) => [...runOf(input), ...subjectsOf(input.metrics)],
    },
    ({ member, input }) => log(member, input.run_id, input),
  );

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/runs/delete-tag",
      permission: "run:write",
      summary: "Take a tag from a run",
      input: deleteTagInput,
      resources: runOf,
    },
    ({ member, input }) =>
      deleteRunTag(db, member.actor, { projectId: member.project.id, uid: uidOf(input), key: input.key }),
  );
}

function linkRoutes(server: FastifyInstance, { db }: Deps): void {
  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/runs/log-inputs",
      permission: "run:write",
      summary: "Note the datasets and models that a run used",
      input: logInputsInput,
      bounds: inputs,
      resources: ({ run_id, models }) => [
        ...runOf({ run_id }),
        ...readLoggedModels(models.map(({ model_id }) => model_id)),
      ],
    },
    ({ member, input }) => logInputs(db, member.actor, member.project.id, input),
  );

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/runs/outputs",
      permission: "run:write",
      summary: "Note the models that a run made",
      input: logOutputsInput,
      resources: ({ run_id, models }) => [
        ...runOf({ run_id }),
        ...readLoggedModels(models.map(({ model_id }) => model_id)),
      ],
    },
    ({ member, input }) => logOutputs(db, member.actor, member.project.id, input),
  );

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/runs/log-model",
      permission: "run:write",
      summary: "Note a model as clients before MLflow 3 do",
      input: logModelInput,
      resources: runOf,
    },
    ({ member, input }) => recordModel(db, member.actor, member.project.id, input),
  );
}

function searchRoutes(server: FastifyInstance, { db }: Deps): void {
  const sql = directOf(db);

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/runs/search",
      permission: "run:read",
      summary: "Runs that match a filter, sorted, a page at a time",
      input: searchRunsInput,
      resources: "filtered",
    },
    ({ member, input }) =>
      searchRunDocuments(sql, {
        projectId: member.project.id,
        access: readableExperiments(member),
        experiments: input.experiment_ids,
        filter: input.filter,
        order: input.order_by,
        view: input.run_view_type,
        limit: input.max_results,
        token: input.page_token,
      }),
  );
}
