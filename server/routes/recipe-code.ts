import { readFile } from "node:fs/promises";
import path from "node:path";
import type { FastifyInstance } from "fastify";
import { readableDatasets } from "@/lib/auth/access-filter";
import { recipePandas } from "@/lib/datasets/export/recipe-pandas";
import { recipeSql } from "@/lib/datasets/export/recipe-sql";
import { recipeTypeScript } from "@/lib/datasets/export/recipe-typescript";
import { findExportedRecipe } from "@/lib/datasets/recipe-source";
import { readerOf } from "@/lib/datasets/reader";
import { recipeCodeQuery, versionParams } from "@/lib/datasets/schema";
import { projectRoute } from "@/lib/http/route";
import type { Deps } from "../deps";

/** The route that shows the recipe of a version as code. */
export function recipeCodeRoutes(server: FastifyInstance, { db }: Deps): void {
  projectRoute(
    server,
    db,
    {
      method: "GET",
      url: "/api/projects/:projectSlug/datasets/:name/versions/:number/recipe",
      permission: "dataset:read",
      summary:
        "The recipe that made a version: as JSON, SQL (DuckDB), Python (pandas) or TypeScript (row by row)",
      params: versionParams,
      query: recipeCodeQuery,
      resources: ({ params: { name } }) => [{ kind: "dataset", name }],
    },
    async ({ member, params: { name, number }, query, reply }) => {
      const access = readableDatasets(member);
      const { file, ...recipe } = await findExportedRecipe(db, readerOf(member), { name, number, access });
      if (query.format === "json")
        return { columns: recipe.columns, steps: recipe.steps, fitted: recipe.fitted };
      void reply.type("text/plain; charset=utf-8");
      if (query.format === "sql") return recipeSql(recipe, file);
      if (query.format === "pandas") return recipePandas(recipe);
      return recipeTypeScript(recipe, await readFile(path.resolve("dist/row-runtime.js"), "utf8"));
    },
  );
}
