import type { FastifyInstance } from "fastify";
import type { Declaration } from "@/lib/http/route";

/** Every route of a server: those that name a permission, and those that are open on purpose, as "GET /x". */
export type RoutePolicy = { declarations: Declaration[]; open: string[] };

/**
 * Collects what the routes added from now on declare.
 *
 * @throws {Error} at start-up, for a route that neither names a permission nor says why it is open
 */
export function collectDeclarations(server: FastifyInstance): RoutePolicy {
  const policy: RoutePolicy = { declarations: [], open: [] };
  server.addHook("onRoute", ({ config, method, url }) => {
    const methods = [method].flat().filter((one) => one !== "HEAD");
    if (config?.declaration) {
      if (methods.length > 0) policy.declarations.push(config.declaration);
    } else if (config?.open) policy.open.push(...methods.map((one) => `${one} ${url}`));
    else
      throw new Error(
        `${String(method)} ${url} declares nothing. ` +
          "Write it by projectRoute or one of its like, or say why it is open.",
      );
  });
  return policy;
}
