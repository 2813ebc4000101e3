import type { FastifyInstance } from "fastify";
import { AppError } from "@/lib/errors";
import * as z from "zod";
import { trackingRoute } from "@/lib/http/tracking-route";
import { name } from "@/lib/tracking/fields";
import { workspaceMissing } from "@/lib/tracking/words";
import type { Deps } from "../../deps";

/** The version of MLflow whose protocol is spoken. */
const protocol = "3.17.2";

export function trackingServerRoutes(server: FastifyInstance, deps: Deps): void {
  infoRoutes(server, deps);
  workspaceRoutes(server, deps);
}

function infoRoutes(server: FastifyInstance, { db }: Deps): void {
  const open = { config: { open: "asked before anybody signs in" } };

  server.get("/mlflow/:projectSlug/health", open, async (_request, reply) =>
    reply.type("text/plain").send("OK"),
  );

  server.get("/mlflow/:projectSlug/version", open, async (_request, reply) =>
    reply.type("text/plain").send(protocol),
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/server-info",
      permission: "project:read",
      summary: "What kind of server this is",
    },
    async () => ({ store_type: "SqlStore", workspaces_enabled: true, trace_archival_enabled: false }),
  );
}

function workspaceRoutes(server: FastifyInstance, { db }: Deps): void {
  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/workspaces",
      permission: "project:read",
      summary: "The project as a workspace",
    },
    async ({ member }) => ({ workspaces: [workspaceOf(member.project)] }),
  );

  trackingRoute(
    server,
    db,
    {
      method: "GET",
      path: "mlflow/workspaces/:workspace",
      permission: "project:read",
      summary: "The project as a workspace, by its name",
      input: z.object({ workspace: name }),
    },
    async ({ member, input }) => {
      if (input.workspace !== member.project.slug) throw workspaceMissing(input.workspace);
      return { workspace: workspaceOf(member.project) };
    },
  );

  const inInterface = async () => {
    throw new AppError("FORBIDDEN", "Projects are made, changed and deleted in the interface.");
  };

  trackingRoute(
    server,
    db,
    {
      method: "POST",
      path: "mlflow/workspaces",
      permission: "project:edit",
      summary: "Workspaces are made in the interface",
    },
    inInterface,
  );

  trackingRoute(
    server,
    db,
    {
      method: "PATCH",
      path: "mlflow/workspaces/:workspace",
      permission: "project:edit",
      summary: "Workspaces are changed in the interface",
    },
    inInterface,
  );

  trackingRoute(
    server,
    db,
    {
      method: "DELETE",
      path: "mlflow/workspaces/:workspace",
      permission: "project:edit",
      summary: "Workspaces are deleted in the interface",
    },
    inInterface,
  );
}

function workspaceOf({ slug, name: description }: { slug: string; name: string }) {
  return { name: slug, description, default_artifact_root: "mlflow-artifacts:/" };
}
