import type { FastifyInstance } from "fastify";
import { mayOn, type Member } from "@/lib/auth/member";
import { setFreed, setMasks } from "@/lib/datasets/mask-commands";
import { findMasks, findVersion } from "@/lib/datasets/queries";
import { readerOf } from "@/lib/datasets/reader";
import { datasetParams, freedBody, masksBody } from "@/lib/datasets/schema";
import { projectRoute } from "@/lib/http/route";
import { limits } from "@/lib/limits";
import type { Deps } from "../deps";

const bounds = { bytes: limits.dictionaryBytes, keys: 20 * limits.datasetColumns };

/** Routes that say which columns are masked for whom, and free what was made of them. */
export function maskRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/masks",
      permission: "dataset:read",
      summary: "Columns of the newest version that are masked for somebody; what an owner set and freed",
      params: datasetParams,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    ({ member, params: { name } }) => told(db, member, name),
  );

  projectRoute(
    server,
    db,
    {
      method: "PUT",
      url: "/api/projects/:projectSlug/datasets/:name/masks",
      permission: "dataset:mask",
      summary: "Say which columns are hidden, hashed or in ranges for whom: all anew, or one column's",
      params: datasetParams,
      body: masksBody,
      bounds,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name }, body: said }) => {
      await setMasks(db, member.actor, { projectId: member.project.id, name, said });
      return told(db, member, name);
    },
  );

  projectRoute(
    server,
    db,
    {
      method: "PUT",
      url: "/api/projects/:projectSlug/datasets/:name/freed",
      permission: "dataset:mask",
      summary: "Free a column from the masks of what it was made of, or take that back",
      params: datasetParams,
      body: freedBody,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name }, body }) => {
      await setFreed(db, member.actor, { projectId: member.project.id, name, ...body });
      return told(db, member, name);
    },
  );
}

async function told(db: Deps["db"], member: Member, name: string) {
  const { masks, dataset } = await findVersion(db, readerOf(member), name);
  const isOwner = mayOn(member, "dataset:mask", "dataset", dataset.id);
  const set = isOwner ? await findMasks(db, member.project.id, dataset.id) : { columns: [], freed: [] };
  return { masks, set: set.columns, freed: set.freed.map(({ name: column }) => column) };
}
