import type { FastifyInstance } from "fastify";
import type * as z from "zod";
import type { Member } from "@/lib/auth/member";
import type { ResourceRef } from "@/lib/auth/resources";
import type { Db } from "@/lib/db/client";
import type { BodyBounds } from "@/lib/http/body-bounds";
import { trackingRoute } from "@/lib/http/tracking-route";

type Method = "GET" | "POST" | "PATCH" | "DELETE";
type RoutePermission = `run:${"read" | "write" | "delete"}` | `model:${"read" | "register" | "promote"}`;

type Route<Input> = { permission: RoutePermission; summary: string; input: Input; bounds?: BodyBounds };
type Handle<Input extends z.ZodType> = (request: {
  member: Member;
  projectId: string;
  actor: Member["actor"];
  input: z.output<Input>;
}) => Promise<unknown>;

/**
 * Declares routes of the protocol whose requests all name one kind of resource in the same field, or list
 * what their sender may see; the returned function takes method and address, such as
 * `POST mlflow/experiments/update`.
 */
export function routesOn<Named>(
  server: FastifyInstance,
  db: Db,
  resources: ((input: Named) => readonly ResourceRef[]) | "filtered",
) {
  return <Input extends z.ZodType<Named>>(
    address: `${Method} mlflow/${string}`,
    route: Route<Input>,
    handle: Handle<Input>,
  ): void => {
    const [method, path] = address.split(" ") as [Method, `mlflow/${string}`];
    trackingRoute(server, db, { ...route, method, path, resources }, ({ member, input }) =>
      handle({ member, projectId: member.project.id, actor: member.actor, input }),
    );
  };
}
