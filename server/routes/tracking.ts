import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "@/lib/errors";
import { trackingProblemOf } from "@/lib/http/tracking-problem";
import { plainBody } from "@/lib/http/body-bounds";
import type { Deps } from "../deps";
import { readBody } from "../read-body";
import { routeName } from "../route-name";
import { clientLinkRoutes } from "./tracking/client-link";
import { trackingPermissionRoutes } from "./tracking/permissions";
import { trackingRoleRoutes } from "./tracking/roles";
import { trackingAccountRoutes } from "./tracking/accounts";
import { trackingArtifactRoutes } from "./tracking/artifacts";
import { trackingExperimentRoutes } from "./tracking/experiments";
import { trackingLoggedModelRoutes } from "./tracking/logged-models";
import { trackingMetricRoutes } from "./tracking/metrics";
import { trackingModelRoutes } from "./tracking/registered-models";
import { trackingVersionRoutes } from "./tracking/model-versions";
import { trackingRunRoutes } from "./tracking/runs";
import { trackingServerRoutes } from "./tracking/server";
import { trackingWebhookRoutes } from "./tracking/webhooks";

/**
 * Addresses of MLflow's clients, brought to one form: `/mlflow/<project>/api/2.0/…`. The bare host stands
 * for `/mlflow/-`; versions and the interface's own prefix mean the same here.
 */
export function trackingAddress(url: string): string {
  const [, project = "/mlflow/-", rest] =
    url.match(/^(\/mlflow\/[^/?]+)?\/(?:ajax-)?api\/[23]\.0\/?(mlflow(?:-artifacts)?\/.*)$/) ?? [];
  if (rest) return `${project}/api/2.0/${rest}`;
  return /^\/(health|version|get-artifact|model-versions\/get-artifact|graphql)(\?|$)/.test(url)
    ? `/mlflow/-${url}`
    : url;
}

/** The tracking protocol, in a scope of its own: it reads bodies and words errors as MLflow does. */
export function trackingRoutes(server: FastifyInstance, deps: Deps): void {
  void server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", async (request: FastifyRequest, payload: IncomingMessage) =>
      isFile(request) ? undefined : bodyOf(request, payload),
    );
    scope.setErrorHandler(async (error, request, reply) => {
      const { status, body } = trackingProblemOf(error);
      if (status >= 500 && body.error_code === "INTERNAL_ERROR") console.error(routeName(request), error);
      if (status === 401) void reply.header("www-authenticate", 'Basic realm="Perihelion", charset="UTF-8"');
      if (status === 429 || status === 503) void reply.header("retry-after", "1");
      return reply.code(status).type("application/json; charset=utf-8").send(body);
    });

    for (const routes of [
      trackingExperimentRoutes,
      trackingRunRoutes,
      trackingMetricRoutes,
      trackingArtifactRoutes,
      trackingLoggedModelRoutes,
      trackingModelRoutes,
      trackingVersionRoutes,
      trackingServerRoutes,
      trackingWebhookRoutes,
      trackingAccountRoutes,
      trackingPermissionRoutes,
      trackingRoleRoutes,
    ])
      routes(scope, deps);
    clientLinkRoutes(scope);
    scope.all("/mlflow/:projectSlug/*", { config: { open: "what is not offered" } }, async (request) => {
      throw new AppError(
        "NOT_OFFERED",
        `${request.method} ${request.url.split("?")[0]} is not offered here. ` +
          "Traces, prompts, gateways, scorers and other GenAI parts of MLflow are left out.",
      );
    });
  });
}

/**
 * A body within the bounds of its route. One that says that it is larger is left for its route to refuse,
 * by its sender's rights first.
 */
function bodyOf({ headers, routeOptions }: FastifyRequest, payload: IncomingMessage) {
  const { bytes } = routeOptions.config.body ?? plainBody;
  if (Number(headers["content-length"] ?? 0) > bytes) return Promise.resolve(undefined);
  return readBody(payload, bytes, `Requests of this kind must be at most ${bytes} bytes.`);
}

/** A file may call itself anything, JSON too: its route takes it as it comes. */
function isFile({ method, routeOptions }: FastifyRequest): boolean {
  return method === "PUT" && (routeOptions.url?.endsWith("/mlflow-artifacts/artifacts/*") ?? false);
}
