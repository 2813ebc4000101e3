import type { FastifyInstance } from "fastify";
import { readableExperiments } from "@/lib/auth/access-filter";
import { directOf } from "@/lib/db/direct";
import { AppError } from "@/lib/errors";
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
import type { Deps } from "../../deps";

export function trackingExperimentRoutes(server: FastifyInstance, deps: Deps): void {
  readRoutes(server, deps);
  changeRoutes(server, deps);
  tagRoutes(server, deps);
}

function readRoutes(server: FastifyInstance, { db }: Deps): void {
  const sql = directOf(db);

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/experiments/get",
      permission: "run:read",
      summary: "An experiment by its number",
      input: experimentRef,
      resources: experimentOf,
    },
    ({ member, input }) => experimentDocument(sql, member.project.id, { number: input.experiment_id }),
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
    trackingRoute(
      server,
      db,
      {
        method,
        path: "mlflow/experiments/search",
        permission: "run:read",
        summary: "Experiments that match a filter",
        input: searchExperimentsInput,
        resources: "filtered",
      },
      ({ member, input }) => searchExperiments(sql, member.project.id, readableExperiments(member), input),
    );
  }

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/experiments/search-datasets",
      permission: "run:read",
      summary: "Datasets that runs of experiments used",
      input: searchDatasetsInput,
      resources: "filtered",
    },
    ({ member, input }) =>
      datasetSummaries(sql, member.project.id, readableExperiments(member), input.experiment_ids),
  );
}

function changeRoutes(server: FastifyInstance, { db, now }: Deps): void {
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
      if (input.artifact_location) requireOurs(input.artifact_location);
      const number = await createExperiment(db, member, { name: input.name, tags: input.tags });
      return { experiment_id: String(number) };
    },
  );

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/experiments/update",
      permission: "run:write",
      summary: "Rename an experiment",
      input: renameExperimentInput,
      resources: experimentOf,
    },
    async ({ member, input }) =>
      renameExperiment(db, member.actor, {
        projectId: member.project.id,
        number: input.experiment_id,
        name: input.new_name,
      }),
  );

  for (const deleted of [true, false]) {
    const verb = deleted ? "delete" : "restore";
    trackingRoute(
      server,
      db,
      {
        method: "POST",
        path: `mlflow/experiments/${verb}`,
        permission: "run:delete",
        summary: deleted
          ? "Move an experiment and its runs out of sight"
          : "Bring an experiment and its runs back",
        input: experimentRef,
        resources: experimentOf,
      },
      async ({ member, input }) =>
        setExperimentDeleted(db, member.actor, {
          projectId: member.project.id,
          number: input.experiment_id,
          now: now(),
          deleted,
        }),
    );
  }
}

function tagRoutes(server: FastifyInstance, { db }: Deps): void {
  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/experiments/set-experiment-tag",
      permission: "run:write",
      summary: "Tag an experiment",
      input: experimentTagInput,
      resources: experimentOf,
    },
    async ({ member, input }) =>
      setExperimentTag(db, member.actor, {
        projectId: member.project.id,
        number: input.experiment_id,
        key: input.key,
        value: input.value,
      }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/experiments/delete-experiment-tag",
      permission: "run:write",
      summary: "Take a tag from an experiment",
      input: deleteExperimentTagInput,
      resources: experimentOf,
    },
    async ({ member, input }) =>
      deleteExperimentTag(db, member.actor, {
        projectId: member.project.id,
        number: input.experiment_id,
        key: input.key,
      }),
  );
}

/** Files are kept by the server, content-addressed; a place of the client's choosing could be anywhere. */
function requireOurs(location: string): void {
  throw new AppError(
    "INVALID",
    `Invalid value "${location.slice(0, 200)}" for parameter 'artifact_location' supplied: ` +
      "this server keeps the files of every experiment itself. Leave artifact_location out.",
  );
}
