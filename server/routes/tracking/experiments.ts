import type { FastifyInstance } from "fastify";
import { readableExperiments } from "@/lib/auth/access-filter";
import { directOf } from "@/lib/db/direct";
import {
  createExperiment,
  deleteExperimentTag,
  renameExperiment,
  setExperimentDeleted,
  setExperimentTag,
} from "@/lib/experiments/commands";
import { trackingRoute } from "@/lib/http/tracking-route";
import {
  createExperimentInput,
  deleteExperimentTagInput,
  experimentByName,
  experimentRef,
  experimentTagInput,
  renameExperimentInput,
  searchDatasetsInput,
  searchExperimentsInput,
} from "@/lib/tracking/experiment-schema";
import { datasetSummaries, experimentDocument, searchExperiments } from "@/lib/tracking/experiments";
import { experimentOf } from "@/lib/tracking/resources";
import { requireNoPlace } from "@/lib/tracking/words";
import type { Deps } from "../../deps";
import { routesOn } from "./routes-on";

export function trackingExperimentRoutes(server: FastifyInstance, deps: Deps): void {
  readRoutes(server, deps);
  changeRoutes(server, deps);
  tagRoutes(server, deps);
}

function readRoutes(server: FastifyInstance, { db }: Deps): void {
  const onExperiment = routesOn(server, db, experimentOf);
  const onListed = routesOn(server, db, "filtered");
  const sql = directOf(db);

  onExperiment(
    "GET mlflow/experiments/get",
    { permission: "run:read", summary: "An experiment by its number", input: experimentRef },
    ({ projectId, input }) => experimentDocument(sql, projectId, { number: input.experiment_id }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/experiments/get-by-name",
      permission: "run:read",
      summary: "An experiment by its name",
      input: experimentByName,
      resources: ({ experiment_name: name }) => [{ kind: "experiment", name }],
    },
    ({ member, input }) => experimentDocument(sql, member.project.id, { name: input.experiment_name }),
  );

  for (const method of ["GET", "POST"] as const) {
    onListed(
      `${method} mlflow/experiments/search`,
      { permission: "run:read", summary: "Experiments that match a filter", input: searchExperimentsInput },
      ({ member, projectId, input }) => searchExperiments(sql, projectId, readableExperiments(member), input),
    );
  }

  onListed(
    "POST mlflow/experiments/search-datasets",
    { permission: "run:read", summary: "Datasets that runs of experiments used", input: searchDatasetsInput },
    ({ member, projectId, input }) =>
      datasetSummaries(sql, projectId, readableExperiments(member), input.experiment_ids),
  );
}

function changeRoutes(server: FastifyInstance, { db, now }: Deps): void {
  const onExperiment = routesOn(server, db, experimentOf);

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/experiments/create",
      permission: "run:write",
      summary: "Make an experiment",
      input: createExperimentInput,
      resources: () => [],
    },
    async ({ member, input }) => {
      requireNoPlace(input.artifact_location ?? ""); // files are kept by their content
      const number = await createExperiment(db, member, { name: input.name, tags: input.tags });
      return { experiment_id: String(number) };
    },
  );

  onExperiment(
    "POST mlflow/experiments/update",
    { permission: "run:write", summary: "Rename an experiment", input: renameExperimentInput },
    async ({ projectId, actor, input }) =>
      renameExperiment(db, actor, { projectId, number: input.experiment_id, name: input.new_name }),
  );

  for (const deleted of [true, false]) {
    const verb = deleted ? "delete" : "restore";
    onExperiment(
      `POST mlflow/experiments/${verb}`,
      {
        permission: "run:delete",
        summary: deleted
          ? "Move an experiment and its runs out of sight"
          : "Bring an experiment and its runs back",
        input: experimentRef,
      },
      async ({ projectId, actor, input }) =>
        setExperimentDeleted(db, actor, {
          projectId,
          number: input.experiment_id,
          now: now(),
          deleted,
        }),
    );
  }
}

function tagRoutes(server: FastifyInstance, { db }: Deps): void {
  const onExperiment = routesOn(server, db, experimentOf);

  onExperiment(
    "POST mlflow/experiments/set-experiment-tag",
    { permission: "run:write", summary: "Tag an experiment", input: experimentTagInput },
    async ({ projectId, actor, input }) =>
      setExperimentTag(db, actor, {
        projectId,
        number: input.experiment_id,
        key: input.key,
        value: input.value,
      }),
  );

  onExperiment(
    "POST mlflow/experiments/delete-experiment-tag",
    { permission: "run:write", summary: "Take a tag from an experiment", input: deleteExperimentTagInput },
    async ({ projectId, actor, input }) =>
      deleteExperimentTag(db, actor, { projectId, number: input.experiment_id, key: input.key }),
  );
}
