import { readerOf } from "@/lib/datasets/reader";
import type { FastifyInstance } from "fastify";
import type { ResourceRef } from "@/lib/auth/resources";
import { toVersionDto } from "@/lib/datasets/version-dto";
import { projectRoute } from "@/lib/http/route";
import { agreementOf } from "@/lib/labelling/agreement";
import { findTask, listDisagreements } from "@/lib/labelling/queries";
import { saveLabels } from "@/lib/labelling/save";
import { saveBody, settleBody, settledQuery, taskParams } from "@/lib/labelling/schema";
import { settleByMajority, settleRow } from "@/lib/labelling/settle";
import type { Deps } from "../deps";

const task = "/api/projects/:projectSlug/datasets/:name/label-tasks/:taskId";
const ofDataset = ({ params: { name } }: { params: { name: string } }): ResourceRef[] => [
  { kind: "dataset", name },
];

/** Routes of what labels come to: agreement, disagreements and how they are settled, and a version. */
export function settleRoutes(server: FastifyInstance, deps: Deps): void {
  agreementRoutes(server, deps);
  saveRoutes(server, deps);
}

function agreementRoutes(server: FastifyInstance, { db, now }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: `${task}/agreement`,
      permission: "dataset:read",
      summary: "How far people agree: Krippendorff's alpha, Fleiss' kappa, Cohen's kappa of each two",
      params: taskParams,
      resources: ofDataset,
    },
    async ({ member, params: { name, taskId } }) =>
      agreementOf(db, await findTask(db, member.project.id, name, taskId)),
  );

  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: `${task}/disagreements`,
      permission: "labelling:settle",
      summary:
        "Rows whose labels disagree, and those that were settled, a page at a time; rows that somebody may " +
        "still label are not among them",
      params: taskParams,
      query: settledQuery,
      resources: ofDataset,
    },
    async ({ member, params: { name, taskId }, query: { state, ...page } }) =>
      listDisagreements(db, await findTask(db, member.project.id, name, taskId), state, page),
  );

  projectRoute(
    server,
    db,
    {
      method: "POST",
      url: `${task}/settle`,
      permission: "labelling:settle",
      summary: "Settle one row by hand, or all that disagree by what more than half of their labels say",
      params: taskParams,
      body: settleBody,
      resources: ofDataset,
    },
    async ({ member, params: { name, taskId }, body }) => {
      const projectId = member.project.id;
      const of = { projectId, task: await findTask(db, projectId, name, taskId), now: now() };
      if ("rule" in body) return settleByMajority(db, member.actor, { ...of, incomplete: body.incomplete });
      await settleRow(db, member.actor, { ...of, ...body });
      return { settled: 1, ties: 0, withoutMajority: 0 };
    },
  );
}

function saveRoutes(server: FastifyInstance, deps: Deps): void {
  projectRoute(
    server,
    deps.db,
    {
      method: "POST",
      url: `${task}/save`,
      keepAnswer: true,
      permission: "labelling:save",
      summary: "Save a version of the rows with the labels in a column, and what each row came to",
      params: taskParams,
      body: saveBody,
      resources: ({ params: { name }, body }): ResourceRef[] => [
        { kind: "dataset", name },
        { kind: "dataset", name: body.name ?? name, permission: "dataset:write" },
      ],
    },
    async ({ member, params: { name, taskId }, body, reply, signal }) => {
      const projectId = member.project.id;
      const task = await findTask(deps.db, projectId, name, taskId);
      const { version, ...made } = await saveLabels(deps, member.actor, {
        reader: readerOf(member),
        task,
        body,
        signal,
      });
      void reply.code(201);
      return { ...toVersionDto(version), labels: made };
    },
  );
}
