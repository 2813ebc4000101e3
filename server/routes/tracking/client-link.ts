import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply } from "fastify";

/** What stands behind `#` never reaches a server, so a page has to read it and hand it on. */
const script = `const [, , project] = location.pathname.split("/");
const query = new URLSearchParams({ to: location.hash.slice(1) });
if (project !== "-") query.set("project", decodeURIComponent(project));
location.replace("/from-client?" + query);`;
const hash = createHash("sha256").update(script).digest("base64");
const policy =
  `default-src 'none'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; ` +
  "frame-ancestors 'none'";
const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Perihelion</title>
<p>Opening the page that this link leads to.</p>
<noscript><p>This needs JavaScript. <a href="/">Your projects</a></p></noscript>
<script>${script}</script>
</html>`;

/** Where the links lead that MLflow's clients print, such as `/mlflow/neo/#/experiments/1/runs/<id>`. */
export function clientLinkRoutes(server: FastifyInstance): void {
  const open = { config: { open: "it hands on what the link says, to a page that asks who reads it" } };
  const send = async (_request: unknown, reply: FastifyReply) =>
    reply.type("text/html; charset=utf-8").header("content-security-policy", policy).send(page);
  server.get("/mlflow/:projectSlug", open, send);
  server.get("/mlflow/:projectSlug/", open, send);
}
