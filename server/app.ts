import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import fastify, { type FastifyInstance } from "fastify";
import { problemOf } from "@/lib/http/problem";
import { watchBodies } from "./body-pace";
import { commonHeaders } from "./common-headers";
import { collectDeclarations, type RoutePolicy } from "./declarations";
import type { Deps } from "./deps";
import { createDrain, type Drain } from "./drain";
import { passFrontDoor } from "./front-door";
import { datasetChangeRoutes } from "./routes/dataset-changes";
import { datasetCompareRoutes } from "./routes/dataset-compare";
import { dictionaryRoutes } from "./routes/dictionary";
import { datasetRoutes } from "./routes/datasets";
import { eventRoutes } from "./routes/events";
import { frameRoutes } from "./routes/frame";
import { readJsonWithinBounds } from "./read-json";
import { grantRoutes } from "./routes/grants";
import { groupRoutes } from "./routes/groups";
import { instanceRoutes } from "./routes/instance";
import { jobRoutes } from "./routes/jobs";
import { modelRoutes } from "./routes/models";
import { peopleRoutes } from "./routes/people";
import { kernelSocket } from "./kernel-socket";
import { openKernels, type Kernels } from "./kernels";
import { notebookRooms } from "./notebook-rooms";
import { notebookSocket } from "./notebook-socket";
import { notebookFileRoutes } from "./routes/notebook-files";
import { notebookOutputRoutes } from "./routes/notebook-outputs";
import { notebookRunRoutes } from "./routes/notebook-runs";
import { notebookRoutes } from "./routes/notebooks";
import { projectRoutes } from "./routes/projects";
import { recipeCodeRoutes } from "./routes/recipe-code";
import { recipeRoutes } from "./routes/recipes";
import { runListRoutes } from "./routes/run-lists";
import { sourceRoutes } from "./routes/sources";
import { runRoutes } from "./routes/runs";
import { transferRoutes } from "./routes/transfers";
import { routeName } from "./route-name";
import { acceptUpgrades, noSockets, type SocketDeclaration, type Sockets } from "./sockets";
import { trackingAddress, trackingRoutes } from "./routes/tracking";
import { workerRoutes } from "./routes/worker";

export type App = {
  server: FastifyInstance;
  drain: Drain;
  sockets: readonly SocketDeclaration[];
  kernels: Kernels;
} & RoutePolicy;
/**
 * In milliseconds. Headers must come soon; a body may take as long as it comes at a pace (body-pace.ts). A
 * connection rests for longer than proxies and clients keep one: closed first here, it would be closed under
 * a request on its way.
 */
const connections = {
  headersTimeout: 20_000,
  requestTimeout: 0,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 5_000,
};
type PageHandler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** The HTTP server of the process: machine traffic to Fastify, all else to `pages`. Not yet listening. */
export function createApp(deps: Deps, pages: PageHandler): App {
  const drain = createDrain();
  const server = fastify({
    requestTimeout: 0,
    rewriteUrl: ({ url }) => trackingAddress(url ?? "/"),
    trustProxy: true, // the front door has written the headers that this reads
    serverFactory: (handler) => {
      const listener = drain.through((request, response) => {
        watch(request, response);
        const isPage = !isForMachines(request.url ?? "/", deps.config);
        if (!passFrontDoor(request, response, { config: deps.config, isPage })) return;
        if (isPage) void pages(request, response);
        else handler(request, response);
      });
      const server = createServer(connections, listener);
      const watch = watchBodies(server);
      return server;
    },
  });
  const { declarations, open } = collectDeclarations(server);
  readJsonWithinBounds(server);
  server.addContentTypeParser(
    ["multipart/form-data", "application/octet-stream", "text/csv", "application/vnd.apache.arrow.stream"],
    (_request, _payload, done) => done(null),
  );
  server.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error);
    if (problem.status >= 500 && problem.code === "INTERNAL") console.error(routeName(request), error);
    if (problem.code === "DAMAGED") console.error(`${routeName(request)}: ${problem.detail}`);
    const wait = { 429: "5", 503: "5", 507: "30" }[problem.status];
    if (wait) void reply.header("retry-after", wait);
    return reply.code(problem.status).type("application/problem+json").send(problem);
  });
  server.setNotFoundHandler(async (request, reply) =>
    reply
      .code(404)
      .type("application/problem+json")
      .send({
        type: "/problems/not-found",
        title: "Not found",
        status: 404,
        code: "NOT_FOUND",
        detail: `Nothing answers ${request.method} ${request.url}.`,
      }),
  );
  server.addHook("onSend", (_request, reply, _payload, done) => {
    for (const [name, value] of Object.entries(commonHeaders))
      if (!reply.hasHeader(name)) void reply.header(name, value);
    done();
  });

  instanceRoutes(server, deps, declarations);
  for (const routes of [
    peopleRoutes,
    projectRoutes,
    groupRoutes,
    grantRoutes,
    eventRoutes,
    datasetRoutes,
    datasetChangeRoutes,
    datasetCompareRoutes,
    dictionaryRoutes,
    recipeCodeRoutes,
    recipeRoutes,
    sourceRoutes,
    runRoutes,
    runListRoutes,
    jobRoutes,
    workerRoutes,
    modelRoutes,
    transferRoutes,
    trackingRoutes,
  ])
    routes(server, deps);
  frameRoutes(server, deps);
  const sockets = noSockets();
  const kernels = openNotebooks(server, deps, sockets);
  const isNextsOwn = (url: string) => deps.config.development && url.startsWith("/_next/");
  acceptUpgrades(server.server, sockets, { config: deps.config, isOthers: isNextsOwn });
  return { server, declarations, open, drain, sockets: sockets.declarations, kernels };
}

/** Notebooks are open on the server for as long as somebody has them open or changes them. */
function openNotebooks(server: FastifyInstance, deps: Deps, sockets: Sockets): Kernels {
  const rooms = notebookRooms(deps.db, deps.now);
  server.addHook("preClose", rooms.stop);
  notebookRoutes(server, deps, rooms);
  notebookFileRoutes(server, deps);
  notebookOutputRoutes(server, deps);
  notebookRunRoutes(server, deps, rooms);
  notebookSocket(sockets, deps, rooms);
  const kernels = openKernels({ config: deps.config, folder: path.join(deps.config.dataFolder, "kernels") });
  server.addHook("preClose", async () => kernels.stop());
  kernelSocket(sockets, deps, kernels);
  return kernels;
}

const machineFolder = /^\/(api\/(?!auth\/)|ajax-api\/|mlflow\/|frame\/|assets\/)/;
const machineAddress = /^\/(health|version|get-artifact|model-versions\/get-artifact|graphql)(\?|$)/;

/**
 * Pages, next-auth and Next's own files are Next's; the API, the tracking protocol,
 * the notebook's frame and its scripts are ours.
 */
function isForMachines(url: string, { development }: Deps["config"]): boolean {
  const isOurs = machineFolder.test(url) || machineAddress.test(url);
  return isOurs || (!development && url.startsWith("/_next/static/"));
}
