import type { FastifyInstance } from "fastify";
import { projectRoute } from "@/lib/http/route";
import { otherServerBody, startFileImport, startTransfer } from "@/lib/tracking/transfers";
import type { Deps } from "../deps";
import { receiveUpload } from "../upload";

/** Everything of an MLflow server into a project, and back. */
export function transferRoutes(server: FastifyInstance, { db, storage, config }: Deps): void {
  const allowPrivate = config.allowPrivateTargets;

  for (const direction of ["import", "export"] as const) {
    projectRoute(
      server,
      db,
      {
        method: "POST",
        url: `/api/projects/:projectSlug/${direction}s`,
        keepAnswer: true,
        permission: "transfer:start",
        summary:
          direction === "import"
            ? "Bring everything of an MLflow server into the project"
            : "Bring everything of the project into an MLflow server",
        body: otherServerBody,
      },
      async ({ member, body, reply }) => {
        void reply.code(201);
        const project = member.project;
        return startTransfer(db, member.actor, { project, allowPrivate, direction, other: body });
      },
    );
  }

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: "/api/projects/:projectSlug/imports/file",
      keepAnswer: true,
      permission: "transfer:start",
      summary: "Bring everything of an MLflow server's SQLite file into the project",
      rawBody: true,
    },
    async ({ member, request, reply }) => {
      const { fileName, blob } = await receiveUpload(request, storage);
      void reply.code(201);
      return startFileImport(db, member.actor, { project: member.project, fileName, blob });
    },
  );
}
