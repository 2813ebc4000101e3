import fastify from "fastify";
import { expect, test } from "vitest";
import { instancePermissions, weakestRole } from "@/lib/auth/permissions";
import { collectDeclarations } from "@/server/declarations";
import { onBothDatabases } from "../fresh-db";
import { formOf, projectIn, startInstance } from "../instance";

const known = new Set<string>([...Object.keys(weakestRole), ...instancePermissions]);

onBothDatabases("the policy", (provider) => {
  test("every route names a permission of the table, and the table names none that is gone", async () => {
    const { declarations, sockets, server } = await startInstance(provider);
    const routes = server.printRoutes({ includeMeta: false, commonPrefix: false });
    expect(routes).toContain("/api");
    for (const { url, permission } of declarations) expect(known, url).toContain(permission);
    const asked = new Set<string>([...declarations, ...sockets].map(({ permission }) => permission));
    expect([...known].filter((permission) => !asked.has(permission))).toEqual([]);
  });

  test("no route can be reached that is neither declared nor open on purpose", async () => {
    const { declarations, open, server } = await startInstance(provider);
    const anyMethod = ["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"];
    const readable = open.filter((route) => !route.endsWith("/mlflow/:projectSlug/*"));
    expect(readable.sort()).toEqual([
      "GET /_next/static/*",
      "GET /assets/*",
      "GET /frame/notebook",
      "GET /mlflow/:projectSlug",
      "GET /mlflow/:projectSlug/",
      "GET /mlflow/:projectSlug/health",
      "GET /mlflow/:projectSlug/version",
    ]);
    for (const method of anyMethod) expect(open).toContain(`${method} /mlflow/:projectSlug/*`);
    for (const { method, url } of declarations)
      expect(server.hasRoute({ method, url }), `${method} ${url}`).toBe(true);
  });

  test("a route that declares nothing keeps the server from starting", () => {
    const server = fastify();
    const { declarations, open } = collectDeclarations(server);
    expect(() => server.get("/api/forgotten", async () => "secret")).toThrow("declares nothing");
    server.get("/api/open", { config: { open: "for the test" } }, async () => "hello");
    expect({ declarations, open }).toEqual({ declarations: [], open: ["GET /api/open"] });
  });

  test("a stranger gets 401 from every route inside a project, and a member of another 404", async () => {
    const instance = await startInstance(provider);
    await projectIn(instance);
    const outsider = await instance.person("Outsider");
    const inside = instance.declarations.filter(({ url }) =>
      /^\/(api\/projects|mlflow)\/:projectSlug/.test(url),
    );
    expect(inside.length).toBeGreaterThan(100);
    for (const { method, url } of inside) {
      const path = url.replace(":projectSlug", "neo").replaceAll(/:\w+/g, "1").replace("*", "x");
      const body = method === "GET" || method === "DELETE" ? undefined : {};
      expect((await instance.stranger(method, path, body)).status, `${method} ${url}`).toBe(401);
      expect((await outsider(method, path, body)).status, `${method} ${url}`).toBe(404);
    }
  });

  test("a viewer is refused every write", async () => {
    const instance = await startInstance(provider);
    await projectIn(instance);
    const viewer = await instance.person("Viewer", { slug: "neo", role: "VIEWER" });
    const writes = instance.declarations.filter(
      ({ url, permission }) =>
        /^\/(api\/projects|mlflow)\/:projectSlug/.test(url) &&
        permission in weakestRole &&
        weakestRole[permission as keyof typeof weakestRole] !== "VIEWER",
    );
    expect(writes.length).toBeGreaterThan(10);
    for (const { method, url } of writes) {
      const path = url.replace(":projectSlug", "neo").replaceAll(/:\w+/g, "1");
      expect((await viewer(method, path, method === "GET" ? undefined : {})).status, `${method} ${url}`).toBe(
        403,
      );
    }
  });

  test("a secret of one project never reaches a member of another", async () => {
    const instance = await startInstance(provider);
    const canary = "canary-7f3a9c";
    await projectIn(instance, "theirs");
    await projectIn(instance, "ours");
    const member = await instance.person("Member", { slug: "ours", role: "OWNER" });
    const theirs = "/api/projects/theirs";
    await instance.admin("PATCH", theirs, { objective: canary });
    await instance.admin(
      "POST",
      `${theirs}/datasets`,
      formOf(`${canary}.csv`, `x,${canary},z\n1,${canary},true\n2,b,false\n`, { name: "known-name" }),
    );
    await instance.admin("POST", `${theirs}/notebooks`, { title: canary });
    const mlflow = "/mlflow/theirs/api/2.0/mlflow";
    const { body } = await instance.admin<{ run: { info: { run_id: string } } }>(
      "POST",
      `${mlflow}/runs/create`,
      { experiment_id: "0", run_name: canary, tags: [{ key: canary, value: canary }] },
    );
    await instance.admin("POST", `${mlflow}/runs/log-batch`, {
      run_id: body.run.info.run_id,
      metrics: [{ key: canary, value: 1, timestamp: 1, step: 1 }],
      params: [{ key: canary, value: canary }],
    });
    await instance.admin("POST", `${mlflow}/registered-models/create`, { name: canary });
    await instance.admin("POST", `${theirs}/jobs`, {
      dataset: "known-name",
      target: "z",
      experiment: canary,
      algorithms: [{ algorithm: "decision-tree" }],
    });

    const answers = [];
    for (const { method, url } of instance.declarations.filter(({ method: verb }) => verb === "GET")) {
      for (const slug of ["ours", "theirs"]) {
        for (const name of ["known-name", "1"]) {
          const path = url
            .replace(":projectSlug", slug)
            .replaceAll(/:(name|experiment|runUid|jobId|notebookId)\b/g, name)
            .replaceAll(/:\w+/g, "1")
            .replace("*", "x");
          if (path.endsWith("/events")) continue;
          const { text, headers, status } = await member(method, path);
          answers.push({ path, status, found: (text + JSON.stringify([...headers])).includes(canary) });
          if (slug === "theirs")
            expect(status, path).toBeGreaterThanOrEqual(
              url.includes(":projectSlug") && !/\/(health|version)$/.test(url) ? 404 : 200,
            );
        }
      }
    }
    answers.push({
      path: "sql",
      status: 0,
      found: (
        await member("POST", "/api/projects/ours/sql", {
          sql: "select table_name, view_name from duckdb_views(), information_schema.tables",
        })
      ).text.includes(canary),
    });
    answers.push({
      path: "projects",
      status: 0,
      found: (await member("GET", "/api/projects")).text.includes(canary),
    });
    expect(answers.filter(({ found }) => found)).toEqual([]);
    const counts = await member<{ counts: Record<string, number> }>("GET", "/api/projects/ours");
    expect(counts.body.counts).toMatchObject({ datasets: 0, notebooks: 0, experiments: 0, running: 0 });
  });

  test("the API describes itself as OpenAPI 3.1, one operation a route", async () => {
    const { stranger, declarations } = await startInstance(provider);
    const { body } = await stranger<{ openapi: string; paths: Record<string, Record<string, unknown>> }>(
      "GET",
      "/api/openapi.json",
    );
    expect(body.openapi).toBe("3.1.0");
    const operations = Object.values(body.paths).flatMap((path) => Object.keys(path));
    expect(operations).toHaveLength(declarations.length);
    expect(body.paths["/api/projects/{projectSlug}/datasets"]).toHaveProperty("post");
  });
});
