import type { FastifyRequest } from "fastify";

/** A request as logs name it: by its route, since the address itself may hold a link's secret. */
export function routeName({ method, routeOptions }: FastifyRequest): string {
  return `${method} ${routeOptions.url ?? "an address without a route"}`;
}
