import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { addVersion, asking, type DataDeps } from "./commands";
import type { StepFacts } from "./engine";
import { fitOf, type ToApply } from "./fit";
import { tableOf } from "./masked-file";
import type { Version } from "./queries";
import { secondTables, throughOf } from "./second-tables";
import type { Fitted } from "./steps/step";
import { fittedOrigin } from "./write-version";

type Input = ToApply & { name: string; signal: AbortSignal };

/**
 * Applies the recipe of a version, with what its steps learned there, to the rows of another version, and
 * makes a version of that: nothing is learned anew, no row is dropped or drawn, and all is done or nothing.
 *
 * @returns the version, and what the steps say of the rows, such as values that are new
 * @throws {AppError} INVALID with every column that is absent and every step that fails
 */
export async function applyFitted(deps: DataDeps, actor: Actor & { id: string }, input: Input) {
  const { recipe, to, reader, name, signal } = input;
  const { projectId } = reader;
  const where = { projectId, name, signal };
  if (!recipe.recipe)
    throw new AppError("INVALID", `${recipe.dataset.name} v${recipe.number} was not made by a recipe.`);
  if (recipe.hiddenSteps > 0)
    throw new AppError(
      "FORBIDDEN",
      `The recipe of ${recipe.dataset.name} v${recipe.number} learned from columns that are masked for you.`,
    );
  const { own, renames, problems } = await fitOf(deps.db, input);
  if (problems.length > 0) throw new AppError("INVALID", problems.map(({ message }) => message).join(" "));

  const steps = [...renames, ...own.steps];
  const seconds = own.seconds.map((second) => ({ ...second, step: second.step + renames.length }));
  const fitted = [...renames.map(() => null), ...(await fittedOf(deps.db, projectId, recipe))];
  const table = await tableOf(deps, reader, to, asking(actor, where));
  const tables = await secondTables(deps, reader, seconds, asking(actor, where));
  let facts: StepFacts[] = [];
  const version = await addVersion(
    deps,
    actor,
    where,
    async (made) => {
      const output = await deps.engine.run(
        "recipe",
        { table, seconds: tables, steps, fitted, newRows: true, ...made },
        asking(actor, where),
      );
      facts = output.facts;
      return { ...output, through: throughOf([table, ...tables]) };
    },
    fittedOrigin({ recipe, to, steps, seconds }),
  );
  return { version, facts };
}

/** What the steps of a version's recipe learned, one for each of them. */
async function fittedOf(db: Db, projectId: string, recipe: Version): Promise<(Fitted | null)[]> {
  const { fitted } = await db.datasetVersion.findUniqueOrThrow({
    where: { id: recipe.id, projectId },
    select: { fitted: true },
  });
  return fitted ? (JSON.parse(fitted) as (Fitted | null)[]) : recipe.recipe!.map(() => null);
}
